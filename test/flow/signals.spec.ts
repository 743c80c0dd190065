import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { JobRegistry } from '../../src/platform/jobs/job-registry.js';
import { startApp, type RunningApp } from '../support/app.js';
import type { Api } from '../support/api.js';
import { drawRoute } from '../support/draw-route.js';

const flow = (from: string, to: string) => `<sequenceFlow id="${from}-${to}" sourceRef="${from}" targetRef="${to}" />`;
const task = (id: string) =>
  `<userTask id="${id}"><extensionElements><millrace:assignment performer='post("manager")' /></extensionElements></userTask>`;
const drawing = drawRoute(
  'hears-on',
  `<startEvent id="begin" />${flow('begin', 'ask')}${task('ask')}
   <boundaryEvent id="closed" attachedToRef="ask" cancelActivity="false"><signalEventDefinition signalRef="closing" /></boundaryEvent>
   ${flow('closed', 'again')}${task('again')}${flow('again', 'gone')}<endEvent id="gone" />${flow('ask', 'end')}<endEvent id="end" />`,
).replace('<process ', '<signal id="closing" name="closing" /><process ');

/** One signal for very many runs. */
describe('a signal that many wait for', () => {
  let app: RunningApp;
  let admin: Api;
  let sql: pg.Client;
  let first: string;

  beforeAll(async () => {
    app = await startApp({ worker: false });
    admin = await app.api('admin');
    sql = new pg.Client(app.databaseUrl);
    await sql.connect();
    await admin.put('/api/routes/test/hears-on', drawing, { 'content-type': 'application/xml' });
  }, 60_000);

  afterAll(async () => {
    await sql?.end();
    await app?.stop();
  }, 30_000);

  beforeEach(async () => {
    const { id } = await admin.post<{ id: string }>('/api/streams/clients/documents', {
      fields: { name: randomUUID() },
    });
    first = (await admin.post<{ id: string }>(`/api/documents/${id}/runs`, { route: 'test/hears-on' })).id;
  });
  afterEach(async () => {
    await sql.query('DELETE FROM route_subscription');
    await sql.query('DELETE FROM route_signal_delivery');
    await sql.query('DELETE FROM graphile_worker._private_jobs');
  });

  /** More runs like the first, as if as many documents had been sent along the route. */
  const multiply = async (count: number) => {
    const ids = Array.from({ length: count }, () => randomUUID());
    const more = 'unnest($2::uuid[]) AS more (id)';
    const texts = [
      `INSERT INTO route_run (id, document_id, route, route_version, called_versions, status, state, sequence, document_version, started_by, started_at, exclusive)
       SELECT more.id, document_id, route, route_version, called_versions, status, state, sequence, document_version, started_by, started_at, false
       FROM route_run, ${more} WHERE route_run.id = $1`,
      `INSERT INTO route_subscription (run_id, instance, element, kind, name)
       SELECT more.id, instance, element, kind, name FROM route_subscription, ${more} WHERE run_id = $1`,
    ];
    for (const text of texts) await sql.query(text, [first, ids]);
    return [first, ...ids];
  };
  const send = async () => {
    await admin.post('/api/signals', { name: 'closing' });
    const [sent] = await jobsOf('routes.broadcast-signal');
    await carryOut('routes.broadcast-signal', sent);
    return jobsOf('routes.deliver-signals');
  };
  interface Job {
    readonly id: string;
    readonly payload: unknown;
  }
  const jobsOf = async (name: string) =>
    (
      await sql.query<Job>(
        `SELECT j.id::text, j.payload FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t.id = j.task_id
         WHERE t.identifier = $1 ORDER BY j.id`,
        [name],
      )
    ).rows;
  /** As the worker does it, which forgets the job when its handler has answered. */
  const carryOut = async (name: string, job: Job | undefined) => {
    await app.app.get(JobRegistry).all().get(name)?.(job?.payload, { id: job?.id ?? '', attempt: 1, maxAttempts: 25 });
    await sql.query('DELETE FROM graphile_worker._private_jobs WHERE id = $1', [job?.id]);
  };
  /** How many times each of the runs has heard it: tasks that it has begun. */
  const heard = async (ids: string[]) => {
    const { rows } = await sql.query<{ count: number }>(
      `SELECT (SELECT count(*)::int FROM assignment a WHERE a.run_id = run.id AND a.element = 'again') AS count FROM unnest($1::uuid[]) AS run (id)`,
      [ids],
    );
    return rows.map(({ count }) => count);
  };

  it('is given to all of them once, by few jobs', async () => {
    const runs = await multiply(500);
    const jobs = await send();
    expect(jobs).toHaveLength(2);
    // Two workers at the same moment, and one of them again after that.
    for (const job of jobs) {
      await Promise.all([carryOut('routes.deliver-signals', job), carryOut('routes.deliver-signals', job)]);
      await carryOut('routes.deliver-signals', job);
    }
    expect(new Set(await heard(runs))).toEqual(new Set([1]));
    expect((await sql.query('SELECT FROM route_signal_delivery')).rows).toEqual([]);
    // A second one is heard again where the place still waits.
    for (const job of await send()) await carryOut('routes.deliver-signals', job);
    expect(new Set(await heard(runs))).toEqual(new Set([2]));
  }, 120_000);

  it('reaches the others where one run fails, which hears it when the job is tried again', async () => {
    const runs = await multiply(20);
    const broken = runs[7] ?? '';
    await sql.query('UPDATE route_run SET route_version = route_version + 100 WHERE id = $1', [broken]);
    const [job] = await send();
    await expect(carryOut('routes.deliver-signals', job)).rejects.toThrow();
    expect(await heard(runs)).toEqual(runs.map((id) => (id === broken ? 0 : 1)));
    await sql.query('UPDATE route_run SET route_version = route_version - 100 WHERE id = $1', [broken]);
    await carryOut('routes.deliver-signals', job);
    expect(await heard(runs)).toEqual(runs.map(() => 1));
  });

  it('is not heard by who comes to wait after it was sent', async () => {
    const [job] = await send();
    const later = await multiply(1);
    await carryOut('routes.deliver-signals', job);
    expect(await heard(later)).toEqual([1, 0]);
  });
});
