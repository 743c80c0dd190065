import { Clock } from '../../src/platform/clock.js';
import { startApp, type RunningApp } from '../support/app.js';
import type { Api, List } from '../support/api.js';
import { until } from '../support/until.js';
import { drawRoute } from '../support/draw-route.js';

interface Assignment {
  readonly id: string;
  readonly state: string;
  readonly step: { element: string };
  readonly performer?: { login: string };
  readonly openedAt?: string;
  readonly suspendedUntil?: string;
  readonly returnedReason?: string;
  readonly report?: { outcome: string; by: { login: string } };
  readonly outcome?: string;
}
interface Run {
  readonly id: string;
  readonly state: string;
  readonly active: { element: string }[];
  readonly incidents: { id: string; element: string; message: string }[];
}

const flow = (from: string, to: string) => `<sequenceFlow id="${from}-${to}" sourceRef="${from}" targetRef="${to}" />`;
const task = (id: string, attributes: string, outcomes = '') =>
  `<userTask id="${id}" name="${id}"><extensionElements><millrace:assignment ${attributes}>${outcomes}</millrace:assignment></extensionElements></userTask>`;
const two = (first: string) =>
  `<startEvent id="begin" />${flow('begin', 'one')}${first}${flow('one', 'two')}${task('two', `performer='post("cfo")'`)}${flow('two', 'end')}<endEvent id="end" />`;

/** The performer reports; the controller accepts or returns. */
describe('an assignment under control', () => {
  let app: RunningApp;
  let admin: Api;
  let manager: Api;
  let lawyer: Api;
  let cfo: Api;
  let warehouse: Api;
  let clients = 0;

  beforeAll(async () => {
    app = await startApp({ worker: false });
    [admin, manager, lawyer, cfo, warehouse] = (await Promise.all(
      ['admin', 'manager', 'lawyer', 'cfo', 'warehouse'].map((login) => app.api(login)),
    )) as [Api, Api, Api, Api, Api];
    const publish = (key: string, elements: string) =>
      admin.put(`/api/routes/test/${key}`, drawRoute(key, elements), { 'content-type': 'application/xml' });
    const outcomes = '<millrace:outcome key="done" /><millrace:outcome key="partly" reasonRequired="true" />';
    await publish(
      'controlled',
      two(task('one', `performer='post("lawyer")' controller='post("manager")' acceptance="true"`, outcomes)),
    );
    await publish(
      'bound',
      two(
        task(
          'one',
          `performer='post("lawyer")' controller='post("manager")' acceptance="true" binds="address"`,
          outcomes,
        ),
      ),
    );
  }, 60_000);

  afterAll(async () => {
    await app?.stop();
  }, 30_000);

  const start = async (key: string) => {
    const { id } = await admin.post<{ id: string }>('/api/streams/clients/documents', {
      fields: { name: `Living ${(clients += 1)}` },
    });
    return { document: id, run: await admin.post<Run>(`/api/documents/${id}/runs`, { route: `test/${key}` }) };
  };
  const open = async (api: Api, document: string) =>
    (await api.get<List<Assignment>>(`/api/assignments?mine=true&document=${document}`)).items;
  const first = async (api: Api, document: string) => (await open(api, document))[0];
  const active = async ({ id }: Run) => (await admin.get<Run>(`/api/runs/${id}`)).active.map(({ element }) => element);
  const post = (api: Api, id: string, what: string, body: object = {}) =>
    api.post<Assignment>(`/api/assignments/${id}/${what}`, body);
  const refused = (api: Api, id: string, what: string, body: object = {}) =>
    api.call<{ type: string; detail: string }>('POST', `/api/assignments/${id}/${what}`, body);

  it('is reported, returned with a reason, reported again and accepted; only then the route goes on', async () => {
    const { document, run } = await start('controlled');
    const { id } = await first(lawyer, document);
    expect(await refused(lawyer, id, 'complete', { outcome: 'partly' })).toMatchObject({ status: 422 });
    const reported = await post(lawyer, id, 'complete', { outcome: 'partly', comment: 'Two clauses are open' });
    expect(reported).toMatchObject({ state: 'reported', report: { outcome: 'partly', by: { login: 'lawyer' } } });
    expect(await open(lawyer, document)).toEqual([]);
    expect(await active(run)).toEqual(['one']);
    const waiting = await manager.get<List<Assignment>>(
      `/api/assignments?controlled=true&state=reported&document=${document}`,
    );
    expect(waiting.items.map((one) => one.id)).toEqual([id]);
    expect(await refused(lawyer, id, 'accept')).toMatchObject({ status: 403 });
    expect(await refused(cfo, id, 'accept')).toMatchObject({ status: 404 });
    expect(await post(manager, id, 'return', { reason: 'Close them first' })).toMatchObject({
      state: 'returned',
      returnedReason: 'Close them first',
    });
    expect(await first(lawyer, document)).toMatchObject({ id, state: 'returned' });
    await post(lawyer, id, 'report', { outcome: 'done' });
    const answers = await Promise.all(Array.from({ length: 6 }, () => refused(manager, id, 'accept')));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409, 409]);
    expect(await admin.get(`/api/assignments/${id}`)).toMatchObject({
      state: 'completed',
      outcome: 'done',
      performer: { login: 'lawyer' },
    });
    expect(await active(run)).toEqual(['two']);
  });

  it('what was reported comes first among those under control, page by page', async () => {
    const ids: string[] = [];
    for (let count = 0; count < 3; count += 1) {
      const { document } = await start('controlled');
      ids.push((await first(lawyer, document)).id);
    }
    const reported = ids[2] ?? '';
    await post(lawyer, reported, 'report', { outcome: 'done' });
    const seen: string[] = [];
    let cursor = '';
    do {
      const page = await manager.get<List<Assignment> & { nextCursor: string | null }>(
        `/api/assignments?controlled=true&limit=1${cursor}`,
      );
      seen.push(...page.items.map((one) => one.id));
      cursor = page.nextCursor === null ? '' : `&cursor=${page.nextCursor}`;
    } while (cursor !== '');
    expect(seen[0]).toBe(reported);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toEqual(expect.arrayContaining(ids));
  });

  it('is accepted by the substitute of a controller who is away', async () => {
    const { document, run } = await start('controlled');
    const { id } = await first(lawyer, document);
    await post(lawyer, id, 'report', { outcome: 'done' });
    expect(await refused(warehouse, id, 'accept')).toMatchObject({ status: 404 });
    const clock = app.app.get(Clock);
    const away = await manager.post<{ id: string }>('/api/substitutions', {
      substitute: 'warehouse',
      startsAt: new Date(clock.now().getTime() - 60_000).toISOString(),
      endsAt: new Date(clock.now().getTime() + 3_600_000).toISOString(),
    });
    const list = '/api/assignments?controlled=true&state=reported';
    const waiting = async () =>
      (await warehouse.get<List<Assignment>>(list)).items.some((assignment) => assignment.id === id);
    await until('the report is shown to the substitute', waiting);
    expect(await post(warehouse, id, 'accept')).toMatchObject({ state: 'completed', performer: { login: 'lawyer' } });
    expect(await active(run)).toEqual(['two']);
    await admin.delete(`/api/substitutions/${away.id}`);
  });

  it('is not accepted when what it was reported on has changed since', async () => {
    const { document } = await start('bound');
    const { id } = await first(lawyer, document);
    await post(lawyer, id, 'report', { outcome: 'done' });
    const answer = await admin.call<object>('GET', `/api/documents/${document}`);
    await admin.call(
      'PATCH',
      `/api/documents/${document}`,
      { fields: { address: 'Elsewhere' } },
      {
        'if-match': answer.headers.get('etag') ?? '',
      },
    );
    expect(await refused(manager, id, 'accept')).toMatchObject({
      status: 409,
      body: { type: 'urn:millrace:problem:changed-since-report' },
    });
    await post(manager, id, 'return', { reason: 'The address has changed' });
    await post(lawyer, id, 'report', { outcome: 'done' });
    expect(await post(manager, id, 'accept')).toMatchObject({ state: 'completed' });
  });
});
