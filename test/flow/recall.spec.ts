import pg from 'pg';
import { startApp, type RunningApp } from '../support/app.js';
import type { Api, List } from '../support/api.js';
import { drawRoute } from '../support/draw-route.js';

interface Assignment {
  readonly id: string;
  readonly state: string;
  readonly step: { element: string };
  readonly dueAt: string | null;
  readonly performer?: { login: string };
}
interface Run {
  readonly id: string;
  readonly state: string;
  readonly active: { element: string }[];
  readonly trail: { event: string }[];
  readonly timers: { element: string; dueAt: string }[];
}

const flow = (from: string, to: string) => `<sequenceFlow id="${from}-${to}" sourceRef="${from}" targetRef="${to}" />`;
const task = (id: string, performer: string) =>
  `<userTask id="${id}" name="${id}"><extensionElements><millrace:assignment performer='${performer}' due="2 working days"><millrace:outcome key="approve" /><millrace:outcome key="reject" /></millrace:assignment></extensionElements></userTask>`;

/** A decision can be taken back until the next person has opened what followed from it. */
describe('recall of a decision', () => {
  let app: RunningApp;
  let admin: Api;
  let lawyer: Api;
  let cfo: Api;
  let sql: pg.Client;
  let clients = 0;

  beforeAll(async () => {
    app = await startApp({ worker: false });
    [admin, lawyer, cfo] = (await Promise.all(['admin', 'lawyer', 'cfo'].map((login) => app.api(login)))) as [
      Api,
      Api,
      Api,
    ];
    sql = new pg.Client(app.databaseUrl);
    await sql.connect();
    const publish = (key: string, elements: string) =>
      admin.put(`/api/routes/test/${key}`, drawRoute(key, elements), { 'content-type': 'application/xml' });
    await publish(
      'sequence',
      `<startEvent id="begin" />${flow('begin', 'legal')}${task('legal', 'post("lawyer")')}
       <boundaryEvent id="late" attachedToRef="legal" cancelActivity="false"><timerEventDefinition><timeDuration>PT48H</timeDuration></timerEventDefinition></boundaryEvent>
       ${flow('late', 'late-end')}<endEvent id="late-end" />${flow('legal', 'finance')}${task('finance', 'post("cfo")')}${flow('finance', 'end')}<endEvent id="end" />`,
    );
    await publish(
      'parallel',
      `<startEvent id="begin" />${flow('begin', 'fork')}<parallelGateway id="fork" />${flow('fork', 'legal')}${flow('fork', 'finance')}
       ${task('legal', 'post("lawyer")')}${task('finance', 'post("cfo")')}${flow('legal', 'join')}${flow('finance', 'join')}<parallelGateway id="join" />
       ${flow('join', 'last')}${task('last', 'post("manager")')}${flow('last', 'end')}<endEvent id="end" />`,
    );
    await publish(
      'acting',
      `<startEvent id="begin" />${flow('begin', 'legal')}${task('legal', 'post("lawyer")')}${flow('legal', 'act')}
       <serviceTask id="act"><extensionElements><millrace:action name="set-fields"><millrace:param name="phone" value="+37060012345" /></millrace:action></extensionElements></serviceTask>
       ${flow('act', 'finance')}${task('finance', 'post("cfo")')}${flow('finance', 'end')}<endEvent id="end" />`,
    );
  }, 60_000);

  afterAll(async () => {
    await sql?.end();
    await app?.stop();
  }, 30_000);

  const start = async (key: string) => {
    const { id } = await admin.post<{ id: string }>('/api/streams/clients/documents', {
      fields: { name: `Recalled ${(clients += 1)}` },
    });
    return { document: id, run: (await admin.post<Run>(`/api/documents/${id}/runs`, { route: `test/${key}` })).id };
  };
  const open = async (api: Api, document: string) =>
    (await api.get<List<Assignment>>(`/api/assignments?mine=true&document=${document}`)).items;
  const decide = async (api: Api, document: string, outcome: string) => {
    const [assignment] = await open(api, document);
    await api.post(`/api/assignments/${assignment?.id}/complete`, { outcome });
    return assignment;
  };
  const active = async (run: string) =>
    (await admin.get<Run>(`/api/runs/${run}`)).active.map(({ element }) => element).sort();

  it('opens the assignment again, with the same due date, and withdraws what followed', async () => {
    const { document, run } = await start('sequence');
    const { timers } = await admin.get<Run>(`/api/runs/${run}`);
    expect(timers).toHaveLength(1);
    const decided = await decide(lawyer, document, 'reject');
    const [followed] = await open(cfo, document);
    const again = await lawyer.post<Assignment>(`/api/assignments/${decided.id}/recall`, { reason: 'Wrong button' });
    expect(again).toMatchObject({ state: 'reserved', performer: { login: 'lawyer' }, dueAt: decided.dueAt });
    expect(await active(run)).toEqual(['legal']);
    expect((await admin.get<Run>(`/api/runs/${run}`)).timers).toEqual(timers);
    expect(await open(cfo, document)).toEqual([]);
    expect(await admin.get(`/api/assignments/${followed?.id}`)).toMatchObject({ state: 'exited' });
    expect(await admin.get(`/api/assignments/${decided.id}`)).toMatchObject({ state: 'obsolete' });
    const history = (await admin.get<List<{ event: string }>>(`/api/documents/${document}/history`)).items;
    expect(history.map(({ event }) => event)).toContain('decision.recalled');
    await decide(lawyer, document, 'approve');
    await decide(cfo, document, 'approve');
    expect(await admin.get(`/api/runs/${run}`)).toMatchObject({ state: 'finished' });
  });

  it('leaves what others have decided beside it, and the join waits again', async () => {
    const { document, run } = await start('parallel');
    const first = await decide(lawyer, document, 'approve');
    await decide(cfo, document, 'approve');
    expect(await active(run)).toEqual(['last']);
    await lawyer.post(`/api/assignments/${first.id}/recall`, {});
    expect(await active(run)).toEqual(['legal']);
    await decide(lawyer, document, 'approve');
    expect(await active(run)).toEqual(['last']);
  });

  it('is refused once the next person has opened it, and says who', async () => {
    const { document, run } = await start('sequence');
    const decided = await decide(lawyer, document, 'approve');
    const [followed] = await open(cfo, document);
    await cfo.post(`/api/assignments/${followed?.id}/start`, {});
    const answer = await lawyer.call('POST', `/api/assignments/${decided.id}/recall`, {});
    expect(answer).toMatchObject({ status: 409, body: { type: 'urn:millrace:problem:cannot-be-recalled' } });
    expect(JSON.stringify(answer.body)).toContain('finance');
    expect(await active(run)).toEqual(['finance']);
  });

  it('lets a route that it has ended go on again, unless the document has gone on since', async () => {
    const ended = async () => {
      const { document, run } = await start('sequence');
      await decide(lawyer, document, 'approve');
      const last = await decide(cfo, document, 'reject');
      expect(await admin.get(`/api/runs/${run}`)).toMatchObject({ state: 'finished' });
      return { document, run, last: last.id };
    };
    const recall = (id: string) => cfo.call<{ detail: string }>('POST', `/api/assignments/${id}/recall`, {});
    const recallable = async (id: string) =>
      (await cfo.get<{ recallable: boolean }>(`/api/assignments/${id}`)).recallable;

    const one = await ended();
    expect(await recallable(one.last)).toBe(true);
    expect(await recall(one.last)).toMatchObject({ status: 200, body: { performer: { login: 'cfo' } } });
    expect(await active(one.run)).toEqual(['finance']);
    const history = (await admin.get<List<{ event: string }>>(`/api/documents/${one.document}/history`)).items;
    expect(history.map(({ event }) => event)).toContain('route.reopened');
    expect(await recall(one.last)).toMatchObject({ status: 409 });
    await decide(cfo, one.document, 'approve');
    expect(await admin.get(`/api/runs/${one.run}`)).toMatchObject({
      state: 'finished',
      finishedAt: expect.any(String) as unknown,
    });

    const two = await ended();
    await admin.post(`/api/documents/${two.document}/comments`, { text: 'Sent to the client' });
    expect(await recallable(two.last)).toBe(false);
    const refused = await recall(two.last);
    expect(refused).toMatchObject({ status: 409, body: { type: 'urn:millrace:problem:cannot-be-recalled' } });
    expect(refused.body.detail).toContain('has gone on since');

    const three = await ended();
    await sql.query(`UPDATE route_run SET finished_at = now() - interval '25 hours' WHERE id = $1`, [three.run]);
    expect(await recallable(three.last)).toBe(false);
    expect(await recall(three.last)).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('a day') as unknown },
    });

    const four = await ended();
    const [back, again] = await Promise.all([
      recall(four.last),
      admin.call('POST', `/api/documents/${four.document}/runs`, { route: 'test/sequence' }),
    ]);
    expect([back.status, again.status].sort()).toEqual(back.status === 200 ? [200, 409] : [201, 409]);
  });

  it('is refused to others, twice, and where the route has acted', async () => {
    const { document } = await start('sequence');
    const decided = await decide(lawyer, document, 'approve');
    expect(await cfo.call('POST', `/api/assignments/${decided.id}/recall`, {})).toMatchObject({ status: 403 });
    const acting = await start('acting');
    const acted = await decide(lawyer, acting.document, 'approve');
    expect(await lawyer.call('POST', `/api/assignments/${acted.id}/recall`, {})).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('acted') as unknown },
    });
    const twice = await start('sequence');
    const back = await decide(lawyer, twice.document, 'approve');
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => lawyer.call('POST', `/api/assignments/${back.id}/recall`, {})),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409]);
    expect(await open(lawyer, twice.document)).toHaveLength(1);
  });
});
