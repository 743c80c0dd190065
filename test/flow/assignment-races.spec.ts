import pg from 'pg';
import { systemActor } from '../../src/organisation/directory/actors.js';
import { Directory } from '../../src/organisation/directory/directory.js';
import { actorOf } from '../../src/organisation/directory/queries.js';
import type { Statement, Tx } from '../../src/platform/context.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { Refusal } from '../../src/platform/errors.js';
import { ApplySubstitutions } from '../../src/routes/runs/apply-substitutions.job.js';
import { ClimbLadder } from '../../src/routes/runs/climb-ladder.job.js';
import { DecideAssignment } from '../../src/routes/runs/decide-assignment.js';
import { startApp, type RunningApp } from '../support/app.js';
import type { Api, List } from '../support/api.js';
import { drawRoute } from '../support/draw-route.js';
import { until } from '../support/until.js';

const people = ['admin', 'manager', 'lawyer', 'cfo'] as const;
type Login = (typeof people)[number];

interface Assignment {
  readonly id: string;
  readonly state: string;
  readonly step: { element: string };
  readonly performer?: { login: string };
}
interface Issued {
  readonly document: string;
  readonly run: string;
  readonly id: string;
}
/** Something that is done to an assignment while the lawyer decides it. */
interface Rival {
  readonly name: string;
  readonly route: 'plain' | 'offered' | 'skippable' | 'late';
  /** What the lawyer does first. */
  readonly before?: string;
  /** Answers whether it was done. */
  readonly does: (issued: Issued) => Promise<boolean>;
  /** The lawyer may still decide after it. */
  readonly leavesIt?: true;
  /** Nothing that a decision depends on is changed by it, so a decision that has read before goes through. */
  readonly keepsVersion?: true;
  /** It waits for the run as the decision does, so that nothing can come in between. */
  readonly locksRun?: true;
  /** What the story of the document tells when it was done. */
  readonly event: string;
}

const flow = (from: string, to: string) => `<sequenceFlow id="${from}-${to}" sourceRef="${from}" targetRef="${to}" />`;
const drawn = (attributes: string, more = '') =>
  `<startEvent id="begin" />${flow('begin', 'one')}<userTask id="one"><extensionElements><millrace:assignment ${attributes}>${more}</millrace:assignment></extensionElements></userTask>
   ${flow('one', 'two')}<userTask id="two"><extensionElements><millrace:assignment performer='post("cfo")' /></extensionElements></userTask>${flow('two', 'end')}<endEvent id="end" />`;
const rounds = 6;

/** A decision and something else at the same moment, on two servers: each outcome is a legal one, and nothing counts twice. */
describe('a decision while something else is done with the assignment', () => {
  let app: RunningApp;
  let other: RunningApp;
  let here: Record<Login, Api>;
  let there: Record<Login, Api>;
  let sql: pg.Pool;
  let clients = 0;

  const signIn = async (server: RunningApp) =>
    Object.fromEntries(
      await Promise.all(people.map(async (login) => [login, await server.api(login)] as const)),
    ) as Record<Login, Api>;

  beforeAll(async () => {
    app = await startApp({ worker: false });
    other = await startApp({ worker: false, databaseUrl: app.databaseUrl });
    [here, there] = await Promise.all([signIn(app), signIn(other)]);
    sql = new pg.Pool({ connectionString: app.databaseUrl, max: 2 });
    const publish = (key: string, elements: string) =>
      here.admin.put(`/api/routes/test/${key}`, drawRoute(key, elements), { 'content-type': 'application/xml' });
    await publish('plain', drawn(`performer='post("lawyer")'`));
    await publish('offered', drawn(`candidates='[post("lawyer"), post("cfo")]'`));
    await publish('skippable', drawn(`performer='post("lawyer")' skippable="true"`));
    const rung = `<millrace:escalate when="due" do="reassign" to='post("cfo")' />`;
    await publish('late', drawn(`performer='post("lawyer")' due="1 working hours"`, rung));
  }, 90_000);

  afterAll(async () => {
    await sql?.end();
    await other?.stop();
    await app?.stop();
  }, 30_000);

  const start = async ({ route, before }: Pick<Rival, 'route' | 'before'>): Promise<Issued> => {
    const { id: document } = await here.manager.post<{ id: string }>('/api/streams/clients/documents', {
      fields: { name: `Raced for ${(clients += 1)}` },
    });
    const run = await here.admin.post<{ id: string }>(`/api/documents/${document}/runs`, { route: `test/${route}` });
    const { items } = await here.lawyer.get<List<Assignment>>(`/api/assignments?mine=true&document=${document}`);
    const id = items[0]?.id ?? '';
    if (before) await here.lawyer.post(`/api/assignments/${id}/${before}`, {});
    return { document, run: run.id, id };
  };
  const call =
    (login: Login, move: string, body: object = {}) =>
    async ({ id }: Issued) => {
      const { status } = await there[login].call('POST', `/api/assignments/${id}/${move}`, body);
      expect([200, 403, 404, 409]).toContain(status);
      return status === 200;
    };
  const substitute = async ({ id }: Issued) => {
    await there.admin.post('/api/substitutions', {
      absent: 'lawyer',
      substitute: 'clerk',
      startsAt: new Date(Date.now() - 3_600_000).toISOString(),
      endsAt: new Date(Date.now() + 3_600_000).toISOString(),
    });
    try {
      await other.app.get(ApplySubstitutions).apply();
      const { rows } = await sql.query<{ login: string }>(
        'SELECT p.login FROM assignment a JOIN person p ON p.id = a.performer_id WHERE a.id = $1',
        [id],
      );
      return rows[0]?.login === 'clerk';
    } finally {
      await sql.query('DELETE FROM substitution');
      await Promise.all([app, other].map(({ app: nest }) => nest.get(Directory).reload()));
    }
  };
  const climb = async () => {
    const now = new Date(Date.now() + 30 * 86_400_000);
    const climbed = await other.app
      .get(UnitOfWork)
      .run(systemActor, (context) => other.app.get(ClimbLadder).climb({ ...context, now }));
    return climbed === 1;
  };
  const move = async ({ run }: Issued) => {
    const body = { from: 'one', to: 'end', reason: 'Settled' };
    return (await there.admin.call('POST', `/api/runs/${run}/move`, body)).status === 200;
  };

  const rivals: readonly Rival[] = [
    { name: 'claim by another', route: 'offered', does: call('cfo', 'claim'), event: 'assignment.claim' },
    { name: 'claim', route: 'offered', does: call('lawyer', 'claim'), leavesIt: true, event: 'assignment.claim' },
    {
      name: 'release',
      route: 'offered',
      before: 'claim',
      does: call('lawyer', 'release'),
      leavesIt: true,
      event: 'assignment.release',
    },
    { name: 'delegate', route: 'plain', does: call('lawyer', 'delegate', { to: 'cfo' }), event: 'assignment.delegate' },
    { name: 'forward', route: 'plain', does: call('lawyer', 'forward', { to: 'cfo' }), event: 'assignment.forward' },
    {
      name: 'start',
      route: 'plain',
      does: call('lawyer', 'start'),
      leavesIt: true,
      keepsVersion: true,
      event: 'assignment.started',
    },
    { name: 'suspend', route: 'plain', does: call('lawyer', 'suspend'), event: 'assignment.suspended' },
    { name: 'skip', route: 'skippable', does: call('lawyer', 'skip'), locksRun: true, event: 'assignment.skipped' },
    {
      name: 'fail',
      route: 'plain',
      does: call('lawyer', 'fail', { reason: 'No' }),
      locksRun: true,
      event: 'assignment.failed',
    },
    { name: 'substitution', route: 'plain', does: substitute, event: 'assignment.substituted' },
    { name: 'hand-over when late', route: 'late', does: climb, event: 'assignment.handed-over' },
    { name: 'move of the run', route: 'plain', does: move, locksRun: true, event: 'route.moved' },
  ];

  /** What both have come to: told once each at most, and the route has gone on exactly when somebody sent it on. */
  const expectLegal = async (issued: Issued, decided: boolean, done: boolean, { leavesIt, locksRun, event }: Rival) => {
    expect(decided || done).toBe(true);
    if (!leavesIt) expect(decided && done).toBe(false);
    const { items } = await here.admin.get<List<{ event: string }>>(
      `/api/documents/${issued.document}/history?limit=200`,
    );
    const told = (name: string) => items.filter((entry) => entry.event === name).length;
    expect(told('assignment.completed')).toBe(decided ? 1 : 0);
    expect(told(event)).toBe(done ? 1 : 0);
    const one = await here.admin.get<Assignment>(`/api/assignments/${issued.id}`);
    expect(one.state === 'completed').toBe(decided);
    const { rows } = await sql.query<{ element: string }>(
      'SELECT element FROM assignment WHERE run_id = $1 AND closed_at IS NULL',
      [issued.run],
    );
    if (decided || event === 'assignment.skipped') expect(rows).toEqual([{ element: 'two' }]);
    else expect(rows).toEqual(locksRun ? [] : [{ element: 'one' }]);
  };

  it.each(rivals)('$name, at the same moment', async (rival) => {
    for (let round = 0; round < rounds; round += 1) {
      const issued = await start(rival);
      const [answer, done] = await Promise.all([
        here.lawyer.call('POST', `/api/assignments/${issued.id}/complete`, {}),
        rival.does(issued),
      ]);
      expect([200, 403, 404, 409]).toContain(answer.status);
      await expectLegal(issued, answer.status === 200, done, rival);
    }
  });

  /** Decides as the lawyer; behind the statement whose name begins so comes what is to happen then. */
  const decide = async ({ id }: Issued, behind: string, what: () => Promise<unknown>): Promise<boolean> => {
    const organisation = app.app.get(Directory).snapshot();
    const lawyer = actorOf(organisation, organisation.personByLogin.get('lawyer')?.id ?? '');
    try {
      await app.app.get(UnitOfWork).run(lawyer, async (context) => {
        const tx: Tx = {
          query: (text, values) => context.tx.query(text, values),
          run: async <Row>(statement: Statement, values: readonly unknown[]): Promise<Row[]> => {
            const rows = await context.tx.run<Row>(statement, values);
            if (statement.name.startsWith(behind)) await what();
            return rows;
          },
          manager: context.tx.manager,
        };
        await app.app.get(DecideAssignment).execute({ ...context, tx }, id, {});
      });
      return true;
    } catch (error) {
      if (error instanceof Refusal && error.kind === 'conflict') return false;
      throw error;
    }
  };

  it.each(rivals.filter(({ locksRun }) => !locksRun))('$name, after the decision has read', async (rival) => {
    const issued = await start(rival);
    let done = false;
    const decided = await decide(issued, 'assignment_to_decide', async () => {
      done = await rival.does(issued);
    });
    expect([decided, done]).toEqual([rival.keepsVersion === true, true]);
    await expectLegal(issued, decided, true, rival);
  });

  it.each(rivals)('$name, while the decision is written and not yet committed', async (rival) => {
    const issued = await start(rival);
    let done: Promise<boolean> | undefined;
    let over = false;
    const decided = await decide(issued, 'run_decide', async () => {
      done = rival.does(issued).finally(() => (over = true));
      // It waits for the decision, or leaves alone what somebody else is changing.
      await until('it waits or is over', async () => over || (await isWaiting()));
    });
    expect([decided, await done]).toEqual([true, false]);
    await expectLegal(issued, true, false, rival);
  });

  const isWaiting = async () =>
    (await sql.query(`SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`))
      .rows.length > 0;

  it('accept and return by two who control, at the same moment', async () => {
    await here.admin.put(
      '/api/routes/test/controlled',
      drawRoute('controlled', drawn(`performer='post("lawyer")' controller='post("manager")' acceptance="true"`)),
      { 'content-type': 'application/xml' },
    );
    for (let round = 0; round < rounds; round += 1) {
      const { document } = await (async () => {
        const made = await here.manager.post<{ id: string }>('/api/streams/clients/documents', {
          fields: { name: `Controlled ${(clients += 1)}` },
        });
        await here.admin.post(`/api/documents/${made.id}/runs`, { route: 'test/controlled' });
        return { document: made.id };
      })();
      const { items } = await here.lawyer.get<List<Assignment>>(`/api/assignments?mine=true&document=${document}`);
      const id = items[0]?.id ?? '';
      await here.lawyer.post(`/api/assignments/${id}/report`, {});
      const answers = await Promise.all([
        here.manager.call('POST', `/api/assignments/${id}/accept`, {}),
        there.admin.call('POST', `/api/assignments/${id}/return`, { reason: 'No' }),
      ]);
      const statuses = answers.map(({ status }) => status);
      expect([...statuses].sort()).toEqual([200, 409]);
      const state = statuses[0] === 200 ? 'completed' : 'returned';
      expect(await here.admin.get(`/api/assignments/${id}`)).toMatchObject({ state });
    }
  });

  it('a decision is taken back while the next person decides: one of the two', async () => {
    for (let round = 0; round < rounds; round += 1) {
      const issued = await start({ route: 'plain' });
      await here.lawyer.post(`/api/assignments/${issued.id}/complete`, {});
      const { items } = await here.cfo.get<List<Assignment>>(`/api/assignments?mine=true&document=${issued.document}`);
      const [recalled, next] = await Promise.all([
        here.lawyer.call('POST', `/api/assignments/${issued.id}/recall`, {}),
        there.cfo.call('POST', `/api/assignments/${items[0]?.id ?? ''}/complete`, {}),
      ]);
      expect([recalled.status, next.status].filter((status) => status === 200)).toHaveLength(1);
      const run = await here.admin.get<{ state: string; active: { element: string }[] }>(`/api/runs/${issued.run}`);
      if (recalled.status === 200) expect(run).toMatchObject({ state: 'running', active: [{ element: 'one' }] });
      else expect(run).toMatchObject({ state: 'finished', active: [] });
    }
  });
});
