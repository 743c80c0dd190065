import pg from 'pg';
import { systemActor } from '../../src/organisation/directory/actors.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { lockRun } from '../../src/routes/runs/load-run.js';
import { RunStepper } from '../../src/routes/runs/run-stepper.js';
import { startApp, type RunningApp } from '../support/app.js';
import type { Api, List } from '../support/api.js';
import { drawRoute } from '../support/draw-route.js';

interface Assignment {
  readonly id: string;
  readonly step: { element: string };
}
interface Run {
  readonly id: string;
  readonly state: string;
  readonly active: { element: string }[];
  readonly trail: { event: string; element: string }[];
}

const flow = (from: string, to: string) => `<sequenceFlow id="${from}-${to}" sourceRef="${from}" targetRef="${to}" />`;
const task = (id: string, who: string, more = '', by: 'post' | 'person' = 'post') =>
  `<userTask id="${id}"><extensionElements><millrace:assignment performer='${by}("${who}")' /></extensionElements>${more}</userTask>`;
const branches = 20;
const people = ['clerk', 'manager', 'manager2', 'head', 'lawyer', 'cfo', 'ceo', 'secretary', 'accountant', 'warehouse'];

/** Many hands at the same moment: each outcome is a legal one, and nothing happens twice. */
describe('at the same moment', () => {
  let app: RunningApp;
  let other: RunningApp;
  let admin: Api;
  let manager: Api;
  let beside: Api;
  let sql: pg.Client;
  let clients = 0;

  beforeAll(async () => {
    app = await startApp({ worker: false });
    other = await startApp({ worker: false, databaseUrl: app.databaseUrl });
    [admin, manager, beside] = await Promise.all([app.api('admin'), app.api('manager'), other.api('manager')]);
    sql = new pg.Client(app.databaseUrl);
    await sql.connect();
    const publish = (key: string, elements: string) =>
      admin.put(`/api/routes/test/${key}`, drawRoute(key, elements), { 'content-type': 'application/xml' });
    await publish(
      'many',
      `<startEvent id="begin" />${flow('begin', 'one')}${task('one', 'manager', `<multiInstanceLoopCharacteristics isSequential="false"><loopCardinality>${branches}</loopCardinality></multiInstanceLoopCharacteristics>`)}
       ${flow('one', 'last')}${task('last', 'cfo')}${flow('last', 'end')}<endEvent id="end" />`,
    );
    await publish(
      'timed',
      `<startEvent id="begin" />${flow('begin', 'one')}${task('one', 'manager')}
       <boundaryEvent id="late" attachedToRef="one"><timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition></boundaryEvent>
       ${flow('late', 'overdue')}${task('overdue', 'head')}${flow('overdue', 'overdue-end')}<endEvent id="overdue-end" />
       ${flow('one', 'last')}${task('last', 'cfo')}${flow('last', 'end')}<endEvent id="end" />`,
    );
  }, 90_000);

  afterAll(async () => {
    await sql?.end();
    await other?.stop();
    await app?.stop();
  }, 30_000);

  const start = async (key: string) => {
    const { id } = await admin.post<{ id: string }>('/api/streams/clients/documents', {
      fields: { name: `Contended ${(clients += 1)}` },
    });
    const run = await admin.post<Run>(`/api/documents/${id}/runs`, { route: `test/${key}` });
    const { items } = await manager.get<List<Assignment>>(`/api/assignments?mine=true&document=${id}&limit=100`);
    return { document: id, run: run.id, ids: items.map((one) => one.id) };
  };
  const complete = (api: Api, id: string) => api.call('POST', `/api/assignments/${id}/complete`, {});
  const active = async (run: string) => (await admin.get<Run>(`/api/runs/${run}`)).active.map(({ element }) => element);
  const openOf = async (run: string) =>
    (
      await sql.query<{ element: string }>('SELECT element FROM assignment WHERE run_id = $1 AND closed_at IS NULL', [
        run,
      ])
    ).rows;
  const fireTimer = (run: string) =>
    other.app.get(UnitOfWork).run(systemActor, async (context) => {
      const locked = await lockRun(context.tx, run);
      const [timer] = Object.keys(locked.state.timers);
      const event = { type: 'timer', timer: timer ?? '', at: context.now.getTime() } as const;
      const stepped = await other.app.get(RunStepper).step(context, locked, event);
      return 'run' in stepped;
    });

  it('twenty parallel assignments are decided over two servers: the join opens once', async () => {
    const { run, ids } = await start('many');
    expect(ids).toHaveLength(branches);
    const answers = await Promise.all(ids.map((id, index) => complete(index % 2 === 0 ? manager : beside, id)));
    expect(answers.map(({ status }) => status)).toEqual(ids.map(() => 200));
    expect(await openOf(run)).toEqual([{ element: 'last' }]);
  });

  it('ten people decide their own branches from twenty connections: each decision is theirs, the join opens once', async () => {
    const own = people.flatMap((login) => [`${login}-first`, `${login}-second`]);
    const drawn = own.map(
      (id) => `${flow('fork', id)}${task(id, id.slice(0, id.lastIndexOf('-')), '', 'person')}${flow(id, 'join')}`,
    );
    await admin.put(
      '/api/routes/test/own',
      drawRoute(
        'own',
        `<startEvent id="begin" />${flow('begin', 'fork')}<parallelGateway id="fork" />${drawn.join('')}<parallelGateway id="join" />
         ${flow('join', 'last')}${task('last', 'cfo')}${flow('last', 'end')}<endEvent id="end" />`,
      ),
      { 'content-type': 'application/xml' },
    );
    const hands = await Promise.all(
      people.map(async (login) => [login, await Promise.all([app.api(login), other.api(login)])] as const),
    );
    for (let round = 0; round < 3; round += 1) {
      const { document, run } = await start('own');
      const decisions = await Promise.all(
        hands.map(async ([login, [first, second]]) => {
          const { items } = await first.get<List<Assignment>>(`/api/assignments?mine=true&document=${document}`);
          const mine = items.filter(({ step }) => step.element.startsWith(`${login}-`));
          expect(mine).toHaveLength(2);
          return mine.map(({ id }, index) => ({ id, hand: index === 0 ? first : second }));
        }),
      );
      const answers = await Promise.all(decisions.flat().map(({ id, hand }) => complete(hand, id)));
      expect(answers.map(({ status }) => status)).toEqual(own.map(() => 200));
      expect(await openOf(run)).toEqual([{ element: 'last' }]);
      const { rows } = await sql.query<{ element: string; login: string; sequence: number }>(
        `SELECT a.element, p.login, a.decided_sequence AS sequence FROM assignment a JOIN person p ON p.id = a.closed_by
         WHERE a.run_id = $1 ORDER BY a.element`,
        [run],
      );
      expect(rows.map(({ element, login }) => `${element} ${login}`)).toEqual(
        own.map((id) => `${id} ${id.slice(0, id.lastIndexOf('-'))}`).sort(),
      );
      expect(new Set(rows.map(({ sequence }) => sequence)).size).toBe(own.length);
      const trail = (await admin.get<Run>(`/api/runs/${run}`)).trail;
      expect(trail.filter(({ event, element }) => event === 'entered' && element === 'join')).toHaveLength(1);
      expect(trail.filter(({ event, element }) => event === 'completed' && own.includes(element))).toHaveLength(
        own.length,
      );
    }
  });

  it('one decision is sent twenty times: it counts once', async () => {
    const { run, ids } = await start('timed');
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => complete(index % 2 === 0 ? manager : beside, ids[0] ?? '')),
    );
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([200, ...Array.from({ length: 19 }, () => 409)]);
    expect(await openOf(run)).toEqual([{ element: 'last' }]);
  });

  it('a decision meets the timer: one of the two ways is taken', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { run, ids } = await start('timed');
      const [answer, fired] = await Promise.all([complete(manager, ids[0] ?? ''), fireTimer(run)]);
      expect([200, 409]).toContain(answer.status);
      expect(fired).toBe(answer.status === 409);
      expect(await active(run)).toEqual([fired ? 'overdue' : 'last']);
      expect(await openOf(run)).toEqual([{ element: fired ? 'overdue' : 'last' }]);
    }
  });

  it('a decision meets the end of the run: nothing stays open behind it', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { run, ids } = await start('timed');
      const [answer, cancelled] = await Promise.all([
        complete(manager, ids[0] ?? ''),
        admin.call('POST', `/api/runs/${run}/cancel`, { reason: 'Withdrawn' }),
      ]);
      expect(cancelled.status).toBe(200);
      expect([200, 409]).toContain(answer.status);
      expect(await admin.get(`/api/runs/${run}`)).toMatchObject({ state: 'cancelled', active: [] });
      expect(await openOf(run)).toEqual([]);
      expect((await sql.query('SELECT FROM route_timer WHERE run_id = $1', [run])).rows).toEqual([]);
    }
  });

  it('a decision meets forwarding: it is decided, or it is with somebody else', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { run, ids } = await start('timed');
      const id = ids[0] ?? '';
      const [answer, forwarded] = await Promise.all([
        complete(manager, id),
        beside.call('POST', `/api/assignments/${id}/forward`, { to: 'manager2' }),
      ]);
      const decided = answer.status === 200;
      expect([200, 403, 404, 409]).toContain(answer.status);
      expect(forwarded.status === 200).toBe(!decided);
      expect(await openOf(run)).toEqual([{ element: decided ? 'last' : 'one' }]);
    }
  });
});
