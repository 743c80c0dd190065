import { randomUUID } from 'node:crypto';
import { Clock } from '../../src/platform/clock.js';
import { startApp, type RunningApp } from '../support/app.js';
import type { Api, List } from '../support/api.js';
import { drawRoute } from '../support/draw-route.js';

interface Assignment {
  readonly id: string;
  readonly state: string;
  readonly version: number;
  readonly step: { element: string };
  readonly issuedAt: string;
  readonly waitingSince: string;
  readonly recallable?: boolean;
  readonly document: { status: string; version: number; amount: { amount: string; currency: string } | null };
}
interface Results {
  readonly results: {
    id: string;
    status: string;
    assignment?: Assignment;
    problem?: { type: string; status: number };
  }[];
}

const flow = (from: string, to: string) => `<sequenceFlow id="${from}-${to}" sourceRef="${from}" targetRef="${to}" />`;
const outcomes = '<millrace:outcome key="approve" /><millrace:outcome key="reject" reasonRequired="true" />';
const task = (id: string, post: string, more = '') =>
  `<userTask id="${id}" name="${id}"><extensionElements><millrace:assignment performer='post("${post}")' ${more}>${outcomes}</millrace:assignment></extensionElements></userTask>`;
const act = `<serviceTask id="act"><extensionElements><millrace:action name="set-fields"><millrace:param name="subject" value="Changed" /></millrace:action></extensionElements></serviceTask>`;
const hourMs = 3_600_000;

/** What the list of things to do shows and does. */
describe('the desk', () => {
  let app: RunningApp;
  let people: Record<string, Api>;
  let manager: Api;
  let lawyer: Api;
  let cfo: Api;
  let client: string;
  let aheadMs = 0;

  beforeAll(async () => {
    app = await startApp({ worker: false });
    app.app.get(Clock).now = () => new Date(Date.now() + aheadMs);
    const logins = ['admin', 'manager', 'lawyer', 'cfo', 'head'];
    people = Object.fromEntries(await Promise.all(logins.map(async (login) => [login, await app.api(login)] as const)));
    ({ manager, lawyer, cfo } = people as Record<'manager' | 'lawyer' | 'cfo', Api>);
    const publish = (key: string, elements: string) =>
      people['admin']?.put(`/api/routes/test/${key}`, drawRoute(key, elements), { 'content-type': 'application/xml' });
    const begin = `<startEvent id="begin" /><endEvent id="end" />${flow('begin', 'legal')}`;
    await publish(
      'two',
      `${begin}${task('legal', 'lawyer')}${flow('legal', 'finance')}${task('finance', 'cfo')}${flow('finance', 'end')}`,
    );
    await publish(
      'acting',
      `${begin}${task('legal', 'lawyer')}${flow('legal', 'act')}${act}${flow('act', 'finance')}${task('finance', 'cfo')}${flow('finance', 'end')}`,
    );
    await publish(
      'controlled',
      `${begin}${task('legal', 'lawyer', `controller='post("manager")' acceptance="true"`)}${flow('legal', 'end')}`,
    );
    await publish(
      'both',
      `<startEvent id="begin" /><endEvent id="end" />${flow('begin', 'fork')}<parallelGateway id="fork" /><parallelGateway id="join" />
       ${flow('fork', 'legal')}${flow('fork', 'finance')}${task('legal', 'lawyer')}${task('finance', 'cfo')}${flow('legal', 'join')}${flow('finance', 'join')}${flow('join', 'end')}`,
    );
    ({ id: client } = await manager.post<{ id: string }>('/api/streams/clients/documents', {
      fields: { name: 'Desk' },
    }));
  }, 60_000);

  afterAll(async () => {
    await app?.stop();
  }, 30_000);

  const start = async (route: string, api = lawyer) => {
    const fields = { client, kind: 'sale', subject: 'Lamps', amount: { amount: '1500.50', currency: 'EUR' } };
    const { id } = await manager.post<{ id: string }>('/api/streams/contracts/documents', { fields });
    await people['admin']?.post(`/api/documents/${id}/runs`, { route: `test/${route}` });
    return { document: id, assignment: await mine(api, id) };
  };
  const mine = async (api: Api, document: string) =>
    (await api.get<List<Assignment>>(`/api/assignments?mine=true&document=${document}`)).items[0];
  const approve = (api: Api, id: string, more: object = {}) =>
    api.call<Assignment>('POST', `/api/assignments/${id}/complete`, { outcome: 'approve', ...more });
  const edit = async (document: string) => {
    const { headers } = await manager.call('GET', `/api/documents/${document}`);
    const etag = { 'if-match': headers.get('etag') ?? '' };
    await manager.patch(`/api/documents/${document}`, { fields: { subject: 'Other lamps' } }, etag);
  };

  it('tells of the document its status, version and amount, and since when it waits', async () => {
    const { document, assignment } = await start('two');
    expect(assignment.document).toMatchObject({ version: 1, amount: { amount: '1500.50', currency: 'EUR' } });
    expect(typeof assignment.document.status).toBe('string');
    expect(assignment.waitingSince).toBe(assignment.issuedAt);
    aheadMs += hourMs;
    await lawyer.post(`/api/assignments/${assignment.id}/forward`, { to: 'head' });
    const forwarded = await mine(people['head'], document);
    expect(Date.parse(forwarded.waitingSince) - Date.parse(forwarded.issuedAt)).toBeGreaterThanOrEqual(hourMs);
    const controlled = await start('controlled');
    aheadMs += hourMs;
    await approve(lawyer, controlled.assignment.id);
    const [reported] = (
      await manager.get<List<Assignment>>(
        `/api/assignments?controlled=true&state=reported&document=${controlled.document}`,
      )
    ).items;
    expect(Date.parse(reported.waitingSince) - Date.parse(reported.issuedAt)).toBeGreaterThanOrEqual(hourMs);
  });

  it('says whether my decision may be taken back, as recalling it then comes out', async () => {
    const recallable = async (api: Api, id: string) => (await api.get<Assignment>(`/api/assignments/${id}`)).recallable;
    const { document, assignment } = await start('two');
    expect(await recallable(lawyer, assignment.id)).toBeUndefined();
    expect((await approve(lawyer, assignment.id)).body).toMatchObject({ state: 'completed', recallable: true });
    expect(await recallable(lawyer, assignment.id)).toBe(true);
    expect(await recallable(cfo, assignment.id)).toBe(false);
    for (const list of [
      `/api/assignments?state=closed&document=${document}`,
      `/api/documents/${document}/assignments`,
    ]) {
      const { items } = await lawyer.get<List<Assignment>>(list);
      expect(items.map(({ id, recallable: may }) => [id === assignment.id, may])).toContainEqual([true, true]);
    }
    await cfo.post(`/api/assignments/${(await mine(cfo, document)).id}/start`, {});
    expect(await recallable(lawyer, assignment.id)).toBe(false);
    expect((await lawyer.call('POST', `/api/assignments/${assignment.id}/recall`, {})).status).toBe(409);

    const acting = await start('acting');
    expect((await approve(lawyer, acting.assignment.id)).body.recallable).toBe(false);
    expect(await recallable(lawyer, acting.assignment.id)).toBe(false);

    const again = await start('two');
    await approve(lawyer, again.assignment.id);
    await lawyer.post(`/api/assignments/${again.assignment.id}/recall`, {});
    expect(await recallable(lawyer, again.assignment.id)).toBe(false);
    await approve(lawyer, (await mine(lawyer, again.document)).id);
    const last = await mine(cfo, again.document);
    // It has ended the route, and nothing has happened to the document since.
    expect((await approve(cfo, last.id)).body.recallable).toBe(true);
    expect(await recallable(cfo, last.id)).toBe(true);
    await cfo.post(`/api/assignments/${last.id}/recall`, {});
    expect(await recallable(cfo, last.id)).toBe(false);
  });

  it('refuses a decision that was taken on what is not there any more, and says what it is now', async () => {
    const { document, assignment } = await start('two');
    const seen = { version: assignment.version, documentVersion: assignment.document.version };
    await edit(document);
    const late = await approve(lawyer, assignment.id, seen);
    expect(late).toMatchObject({
      status: 409,
      body: { type: 'urn:millrace:problem:version-moved', documentVersion: 2, version: seen.version },
    });
    expect(JSON.stringify(late.body)).toContain('was at version 1 then and is at version 2 now');
    await lawyer.post(`/api/assignments/${assignment.id}/suspend`, {});
    await lawyer.post(`/api/assignments/${assignment.id}/resume`, {});
    const second = await approve(lawyer, assignment.id, { version: seen.version, documentVersion: 2 });
    expect(second).toMatchObject({ status: 409, body: { type: 'urn:millrace:problem:version-moved' } });
    const now = await mine(lawyer, document);
    expect(await approve(lawyer, now.id, { version: now.version, documentVersion: 2 })).toMatchObject({ status: 200 });
    expect(await approve(lawyer, now.id, seen)).toMatchObject({
      status: 409,
      body: { type: 'urn:millrace:problem:already-decided' },
    });
    const controlled = await start('controlled');
    await edit(controlled.document);
    expect((await approve(lawyer, controlled.assignment.id, { documentVersion: 1 })).status).toBe(409);
    await approve(lawyer, controlled.assignment.id, { documentVersion: 2 });
    for (const [move, body] of [
      ['accept', {}],
      ['return', { reason: 'No' }],
    ] as const) {
      const path = `/api/assignments/${controlled.assignment.id}/${move}`;
      expect((await manager.call('POST', path, { ...body, documentVersion: 1 })).status).toBe(409);
    }
  });

  it('takes a decision that was taken before it was known that the assignment was opened', async () => {
    const { assignment } = await start('two');
    const seen = { version: assignment.version, documentVersion: assignment.document.version };
    await lawyer.post(`/api/assignments/${assignment.id}/start`, {});
    expect(await approve(lawyer, assignment.id, seen)).toMatchObject({ status: 200, body: { state: 'completed' } });
    for (let turn = 0; turn < 10; turn += 1) {
      const { id } = (await start('two')).assignment;
      const [, decided] = await Promise.all([
        lawyer.call('POST', `/api/assignments/${id}/start`, {}),
        approve(lawyer, id),
      ]);
      expect(decided.status).toBe(200);
    }
  });

  describe('several decisions at once', () => {
    const path = '/api/assignments/decisions';

    it('count each by itself, in the order in which they were sent', async () => {
      const [good, bad, moved, gone] = [await start('two'), await start('two'), await start('two'), await start('two')];
      const reported = await start('controlled');
      const others = await start('two');
      await approve(lawyer, others.assignment.id);
      const foreign = await mine(cfo, others.document);
      await approve(lawyer, gone.assignment.id);
      const items = [
        { id: bad.assignment.id, outcome: 'reject' },
        { id: good.assignment.id, outcome: 'approve', version: good.assignment.version, documentVersion: 1 },
        { id: moved.assignment.id, outcome: 'approve', documentVersion: 7 },
        { id: gone.assignment.id, outcome: 'approve' },
        { id: foreign.id, outcome: 'approve' },
        { id: randomUUID(), outcome: 'approve' },
        { id: reported.assignment.id, outcome: 'reject', comment: 'Too dear' },
      ];
      const { results } = await lawyer.post<Results>(path, { items });
      expect(results.map(({ id }) => id)).toEqual(items.map(({ id }) => id));
      expect(results.map(({ status, problem }) => problem?.type.split(':').at(-1) ?? status)).toEqual([
        'reason-required',
        'done',
        'version-moved',
        'already-decided',
        'unknown-assignment',
        'unknown-assignment',
        'done',
      ]);
      expect(results[1]?.assignment).toMatchObject({ state: 'completed', recallable: true });
      expect(results[6]?.assignment).toMatchObject({ state: 'reported' });
      expect(await mine(cfo, good.document)).toMatchObject({ step: { element: 'finance' } });
      expect(await mine(lawyer, bad.document)).toMatchObject({ state: 'reserved' });
    });

    it('are at most a hundred, each once', async () => {
      const one = { id: randomUUID(), outcome: 'approve' };
      expect((await lawyer.call('POST', path, { items: [] })).status).toBe(400);
      expect((await lawyer.call('POST', path, { items: [one, one] })).status).toBe(400);
      const many = Array.from({ length: 101 }, () => ({ ...one, id: randomUUID() }));
      expect((await lawyer.call('POST', path, { items: many })).status).toBe(400);
      expect((await lawyer.call('POST', path, { items: [{ ...one, id: 'x' }] })).status).toBe(400);
    });

    it('of two people on the same runs never stand in each other’s way, and a repeat is answered alike', async () => {
      const started = [];
      for (let count = 0; count < 8; count += 1) started.push(await start('both'));
      const theirs = await Promise.all(started.map(({ document }) => mine(cfo, document)));
      const decide = (api: Api, ids: string[], key: string) =>
        api.post<Results>(path, { items: ids.map((id) => ({ id, outcome: 'approve' })) }, { 'idempotency-key': key });
      const legal = started.map(({ assignment }) => assignment.id);
      const finance = theirs.map(({ id }) => id).reverse();
      const [first, second] = await Promise.all([decide(lawyer, legal, 'one'), decide(cfo, finance, 'two')]);
      for (const { results } of [first, second])
        expect(results.map(({ status }) => status)).toEqual(Array(8).fill('done'));
      expect(await decide(lawyer, legal, 'one')).toEqual(first);
      for (const { document } of started) {
        const { items } = await manager.get<List<{ state: string }>>(`/api/documents/${document}/runs`);
        expect(items).toMatchObject([{ state: 'finished' }]);
      }
    });
  });
});
