import { systemActor } from '../../src/organisation/directory/actors.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import type { StartPreview } from '../../src/routes/api/start-preview.controller.js';
import { StartQueued } from '../../src/routes/runs/start-queued.job.js';
import { startApp, type RunningApp } from '../support/app.js';
import type { Api, List } from '../support/api.js';
import { drawRoute } from '../support/draw-route.js';
import { until } from '../support/until.js';

interface Run {
  readonly id: string;
  readonly state: string;
}
interface Assignment {
  readonly id: string;
  readonly run: string;
}

const flow = (from: string, to: string) => `<sequenceFlow id="${from}-${to}" sourceRef="${from}" targetRef="${to}" />`;
const drawing = (policy: string, id = `runs-${policy}`) =>
  drawRoute(
    id,
    `<extensionElements><millrace:route runs="${policy}" /></extensionElements>
     <startEvent id="begin" />${flow('begin', 'ask')}
     <userTask id="ask"><extensionElements><millrace:assignment performer='post("manager")' /></extensionElements></userTask>
     ${flow('ask', 'end')}<endEvent id="end" />`,
  );

/** What starting a route does while a run of it goes on for the same document. */
describe('several runs of a route for one document', () => {
  let app: RunningApp;
  let admin: Api;
  let manager: Api;
  let clients = 0;

  beforeAll(async () => {
    app = await startApp();
    admin = await app.api('admin');
    manager = await app.api('manager');
    for (const policy of ['refuse', 'queue', 'parallel', 'replace']) {
      await admin.put(`/api/routes/test/${policy}`, drawing(policy), { 'content-type': 'application/xml' });
    }
  }, 60_000);

  afterAll(async () => {
    await app?.stop();
  }, 30_000);

  const newDocument = async () =>
    (
      await admin.post<{ id: string }>('/api/streams/clients/documents', {
        fields: { name: `Busy client ${(clients += 1)}` },
      })
    ).id;
  const start = (document: string, policy: string) =>
    admin.call<Run>('POST', `/api/documents/${document}/runs`, { route: `test/${policy}` });
  const tenAtOnce = async (policy: string) => {
    const document = await newDocument();
    const answers = await Promise.all(Array.from({ length: 10 }, () => start(document, policy)));
    return { document, statuses: answers.map(({ status }) => status).sort() };
  };
  const states = async (document: string) =>
    (await admin.get<List<Run>>(`/api/documents/${document}/runs`)).items.map(({ state }) => state).sort();
  const open = async (document: string) =>
    (await manager.get<List<Assignment>>(`/api/assignments?mine=true&document=${document}`)).items;
  const completeNext = async (document: string, expected: string | undefined) => {
    const [assignment] = await until('the next run has begun', async () => {
      const found = await open(document);
      return found.length > 0 ? found : undefined;
    });
    expect(assignment?.run).toBe(expected);
    await manager.post(`/api/assignments/${assignment?.id}/complete`, {});
  };
  const sql = (text: string, values: unknown[]) =>
    app.app.get(UnitOfWork).run(systemActor, ({ tx }) => tx.query(text, values));
  const times = (count: number, state: string) => Array.from({ length: count }, () => state);

  it('refuse: the second is told that one goes on', async () => {
    const { document, statuses } = await tenAtOnce('refuse');
    expect(statuses).toEqual([201, ...Array.from({ length: 9 }, () => 409)]);
    expect(await states(document)).toEqual(['running']);
  });

  it('parallel: all go on beside each other', async () => {
    const { document, statuses } = await tenAtOnce('parallel');
    expect(statuses).toEqual(Array.from({ length: 10 }, () => 201));
    expect(await states(document)).toEqual(times(10, 'running'));
    expect(await open(document)).toHaveLength(10);
  });

  it('replace: the last one goes on, those before it are cancelled with the reason', async () => {
    const { document, statuses } = await tenAtOnce('replace');
    expect(statuses).toEqual(Array.from({ length: 10 }, () => 201));
    expect(await states(document)).toEqual([...times(9, 'cancelled'), 'running']);
    expect(await open(document)).toHaveLength(1);
    const history = (await admin.get<List<{ event: string }>>(`/api/documents/${document}/history?limit=200`)).items;
    expect(history.filter(({ event }) => event === 'route.replaced')).toHaveLength(9);
  });

  it('queue: one after another, in the order in which they were asked for; a queued one can be taken back', async () => {
    const document = await newDocument();
    const ids: string[] = [];
    for (let count = 0; count < 4; count += 1) ids.push((await start(document, 'queue')).body.id);
    expect(await states(document)).toEqual([...times(3, 'queued'), 'running']);
    await admin.post(`/api/runs/${ids[2]}/cancel`, { reason: 'Not needed' });
    for (const expected of [ids[0], ids[1], ids[3]]) await completeNext(document, expected);
    expect(await states(document)).toEqual(['cancelled', ...times(3, 'finished')]);
  });

  it('queue: a run that cannot begin in its turn is ended with the reason, and the next one begins', async () => {
    const document = await newDocument();
    const ids: string[] = [];
    for (let count = 0; count < 3; count += 1) ids.push((await start(document, 'queue')).body.id);
    await sql(`UPDATE route_run SET queued_event = '{"variables": {}, "startEvent": "no-more"}' WHERE id = $1`, [
      ids[1],
    ]);
    await completeNext(document, ids[0]);
    await completeNext(document, ids[2]);
    expect(await states(document)).toEqual(['cancelled', ...times(2, 'finished')]);
    const { items } = await admin.get<List<{ event: string; detail: { run: string; reason?: string } }>>(
      `/api/documents/${document}/history?limit=200`,
    );
    const ended = items.find(({ event, detail }) => event === 'route.cancelled' && detail.run === ids[1]);
    expect(ended?.detail.reason).toContain('could not begin');
  });

  it('queue: a run whose job was lost begins with the next sweep', async () => {
    const document = await newDocument();
    const ids: string[] = [];
    for (let count = 0; count < 2; count += 1) ids.push((await start(document, 'queue')).body.id);
    const queues = app.app.get(StartQueued);
    // In one transaction: the sweep that the program makes by itself must not come in between.
    const begun = await app.app.get(UnitOfWork).run(systemActor, async (context) => {
      const end = (statement: string) => context.tx.query(statement, [ids[0]]);
      await end(`UPDATE assignment SET state = 'obsolete', closed_at = now() WHERE run_id = $1`);
      await end(`UPDATE route_run SET status = 'finished', finished_at = now() WHERE id = $1`);
      return queues.sweep(context);
    });
    expect(begun).toBe(1);
    await completeNext(document, ids[1]);
    expect(await app.app.get(UnitOfWork).run(systemActor, (context) => queues.sweep(context))).toBe(0);
  });

  it('replace: runs that wait from a time when they were queued are replaced too', async () => {
    const publish = (policy: string) =>
      admin.put('/api/routes/test/changed', drawing(policy, 'changed'), { 'content-type': 'application/xml' });
    await publish('queue');
    const document = await newDocument();
    for (let count = 0; count < 2; count += 1) await start(document, 'changed');
    await publish('replace');
    await start(document, 'changed');
    expect(await states(document)).toEqual([...times(2, 'cancelled'), 'running']);
  });

  it('queue: of ten at once one runs, and all come to their turn', async () => {
    const { document, statuses } = await tenAtOnce('queue');
    expect(statuses).toEqual(Array.from({ length: 10 }, () => 201));
    expect(await states(document)).toEqual([...times(9, 'queued'), 'running']);
    const turns = new Set<string>();
    for (let turn = 0; turn < 10; turn += 1) {
      const [assignment, another] = await until('a run waits', async () => {
        const found = await open(document);
        return found.length > 0 ? found : undefined;
      });
      expect(another).toBeUndefined();
      turns.add(assignment?.run ?? '');
      await manager.post(`/api/assignments/${assignment?.id}/complete`, {});
    }
    expect(turns.size).toBe(10);
    expect(await states(document)).toEqual(times(10, 'finished'));
  });

  it('says before the start who would be asked, and does nothing', async () => {
    const id = await newDocument();
    const look = (route: string) =>
      admin.call<StartPreview>('POST', `/api/documents/${id}/runs/preview`, { route: `test/${route}` });
    const before = await admin.get<{ version: number }>(`/api/documents/${id}`);
    const [first, again] = [await look('refuse'), await look('refuse')];
    expect([first.status, again.status]).toEqual([200, 200]);
    expect(first.body).toMatchObject({
      ...{ state: 'running', stuck: [], asked: [{ name: 'ask', performer: { login: 'manager' }, candidates: [] }] },
    });
    expect(await admin.get<{ version: number }>(`/api/documents/${id}`)).toEqual(before);
    expect((await admin.get<List<Run>>(`/api/documents/${id}/runs`)).items).toEqual([]);
    expect((await admin.get<List<unknown>>(`/api/documents/${id}/assignments`)).items).toEqual([]);
    await admin.post(`/api/documents/${id}/runs`, { route: 'test/refuse' });
    expect((await look('refuse')).status).toBe(409);
    await admin.post(`/api/documents/${id}/runs`, { route: 'test/queue' });
    expect((await look('queue')).body).toMatchObject({ state: 'queued', asked: [] });
  });

  it('says before the start for which step there is nobody', async () => {
    const id = await newDocument();
    const nobody = drawing('refuse', 'nobody').replace('post("manager")', 'document.responsible');
    const put = await admin.call('PUT', '/api/routes/test/nobody', nobody, { 'content-type': 'application/xml' });
    expect(put.status).toBe(200);
    const { body } = await admin.call<StartPreview>('POST', `/api/documents/${id}/runs/preview`, {
      route: 'test/nobody',
    });
    expect(body.asked).toEqual([]);
    expect(body.stuck).toEqual([{ name: 'ask', message: expect.stringMatching(/./) as string }]);
    expect((await admin.get<List<Run>>(`/api/documents/${id}/runs`)).items).toEqual([]);
  });
});
