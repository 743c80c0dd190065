import pg from 'pg';
import { Directory } from '../../src/organisation/directory/directory.js';
import { actorOf } from '../../src/organisation/directory/queries.js';
import type { Statement, Tx } from '../../src/platform/context.js';
import { Issued, UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { DecideAssignment } from '../../src/routes/runs/decide-assignment.js';
import { startApp, type RunningApp } from '../support/app.js';
import type { Api, List } from '../support/api.js';
import { drawRoute } from '../support/draw-route.js';
import { until } from '../support/until.js';

/** Decisions whose COMMIT has been sent before what they write is answered. */
describe('a decision', () => {
  let app: RunningApp;
  let admin: Api;
  let pool: pg.Pool;

  beforeAll(async () => {
    app = await startApp({ worker: false });
    admin = await app.api('admin');
    pool = new pg.Pool({ connectionString: app.databaseUrl, max: 2 });
    await admin.put(
      '/api/routes/test/one-task',
      drawRoute(
        'one-task',
        `<startEvent id="begin" /><sequenceFlow id="a" sourceRef="begin" targetRef="ask" />
         <userTask id="ask"><extensionElements><millrace:assignment performer='post("manager")' due="5 working days" /></extensionElements></userTask>
         <sequenceFlow id="b" sourceRef="ask" targetRef="end" /><endEvent id="end" />`,
      ),
      { 'content-type': 'application/xml' },
    );
  }, 60_000);

  afterAll(async () => {
    await pool?.end();
    await app?.stop();
  }, 30_000);

  const issued = async (name: string) => {
    const document = await admin.post<{ id: string }>('/api/streams/clients/documents', { fields: { name } });
    await admin.post(`/api/documents/${document.id}/runs`, { route: 'test/one-task' });
    const { items } = await admin.get<List<{ id: string }>>(`/api/assignments?document=${document.id}`);
    return items[0]?.id ?? '';
  };

  /** Decides as the manager; `meanwhile` happens when all is read and nothing written yet. */
  const decide = (id: string, meanwhile: () => Promise<unknown>) => {
    const organisation = app.app.get(Directory).snapshot();
    const manager = actorOf(organisation, organisation.personByLogin.get('manager')?.id ?? '');
    return app.app.get(UnitOfWork).run(manager, async (context) => {
      const tx: Tx = {
        query: (text, values) => context.tx.query(text, values),
        run: async <Row>(statement: Statement, values: readonly unknown[]): Promise<Row[]> => {
          const rows = await context.tx.run<Row>(statement, values);
          if (statement.name === 'assignment_to_decide') await meanwhile();
          return rows;
        },
        manager: context.tx.manager,
      };
      const issued = await app.app.get(DecideAssignment).issue({ ...context, tx }, id, {});
      if ('reported' in issued) throw new Error('It was to be decided.');
      return new Issued(issued.decided);
    });
  };

  const stateOf = async (id: string) => {
    const { rows } = await pool.query<{ state: string; status: string; sequence: number; told: number }>(
      `SELECT a.state, r.status, r.sequence, (SELECT count(*)::int FROM document_history h
         WHERE h.document_id = a.document_id AND h.event = 'assignment.completed') AS told
       FROM assignment a JOIN route_run r ON r.id = a.run_id WHERE a.id = $1`,
      [id],
    );
    return rows[0];
  };

  it('goes through where nobody interferes', async () => {
    const id = await issued('Undisturbed');
    await decide(id, () => Promise.resolve());
    expect(await stateOf(id)).toEqual({ state: 'completed', status: 'finished', sequence: 2, told: 1 });
  });

  it('is refused, and nothing of it is kept, where the assignment changes hands at the same moment', async () => {
    const id = await issued('Disturbed');
    const before = await stateOf(id);
    const changesHands = () => pool.query('UPDATE assignment SET version = version + 1 WHERE id = $1', [id]);
    await expect(decide(id, changesHands)).rejects.toMatchObject({ code: 'already-decided' });
    expect(await stateOf(id)).toEqual(before);
    await decide(id, () => Promise.resolve());
    expect((await stateOf(id))?.status).toBe('finished');
  });

  it('is answered with the assignment as it is read afterwards', async () => {
    const manager = await app.api('manager');
    const id = await issued('Answered');
    await manager.post(`/api/assignments/${id}/extend`, {
      dueAt: '2099-01-05T12:00:00.000Z',
      reason: 'Ill',
    });
    const answer = await manager.post<Record<string, unknown>>(`/api/assignments/${id}/complete`, { comment: 'Done' });
    expect(answer).toMatchObject({ id, state: 'completed', comment: 'Done' });
    expect(answer).not.toHaveProperty('extension');
    expect(answer).toEqual(await manager.get(`/api/assignments/${id}`));
  });

  it('is taken on what whoever held the run before has made of it', async () => {
    const manager = await app.api('manager');
    for (const call of ['complete', 'fail']) {
      const id = await issued(`Held for ${call}`);
      const holder = await pool.connect();
      try {
        await holder.query('BEGIN');
        await holder.query(
          'SELECT FROM route_run WHERE id = (SELECT run_id FROM assignment WHERE id = $1) FOR UPDATE',
          [id],
        );
        const answer = manager.call(
          'POST',
          `/api/assignments/${id}/${call}`,
          call === 'complete' ? {} : { reason: 'No' },
        );
        await until('the decision waits for the run', async () => (await waiting()) > 0);
        // As the migration of a run does it: the open assignment is another one afterwards.
        await holder.query(`UPDATE assignment SET version = version + 1 WHERE id = $1`, [id]);
        await holder.query('COMMIT');
        expect(await answer).toMatchObject({ status: 200 });
      } finally {
        holder.release();
      }
    }
  });

  const waiting = async () =>
    (await pool.query(`SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`))
      .rows.length;
});
