import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import pg from 'pg';
import { JobRunner } from '../../src/platform/jobs/job-runner.js';
import { TimerSweep } from '../../src/routes/runs/timer-sweep.job.js';
import { startApp, type RunningApp } from '../support/app.js';
import type { Api } from '../support/api.js';
import { drawRoute } from '../support/draw-route.js';
import { until } from '../support/until.js';

interface Run {
  readonly id: string;
  readonly timers: { element: string }[];
}

const events = ['first', 'second', 'third'];
/** Three timers that are far off, at once, in one run. */
const threeTimers = `
  <startEvent id="begin" /><sequenceFlow id="toSplit" sourceRef="begin" targetRef="split" />
  <parallelGateway id="split" /><parallelGateway id="join" />
  ${events
    .map(
      (id) => `<sequenceFlow id="to_${id}" sourceRef="split" targetRef="${id}" />
        <intermediateCatchEvent id="${id}"><timerEventDefinition><timeDuration>P7D</timeDuration></timerEventDefinition></intermediateCatchEvent>
        <sequenceFlow id="from_${id}" sourceRef="${id}" targetRef="join" />`,
    )
    .join('')}
  <sequenceFlow id="toEnd" sourceRef="join" targetRef="end" /><endEvent id="end" />`;

/** The sweep and the watchdog over rows; the worker starts only where a test says so. */
describe('timers', () => {
  let app: RunningApp;
  let admin: Api;
  let pool: pg.Pool;
  let sweep: TimerSweep;

  beforeAll(async () => {
    app = await startApp({ worker: false });
    admin = await app.api('admin');
    pool = new pg.Pool({ connectionString: app.databaseUrl, max: 2 });
    sweep = app.app.get(TimerSweep);
    await admin.put('/api/routes/test/three-timers', drawRoute('three-timers', threeTimers), {
      'content-type': 'application/xml',
    });
  }, 60_000);

  afterEach(() => {
    jest.restoreAllMocks();
  });

  afterAll(async () => {
    await pool?.end();
    await app?.stop();
  }, 30_000);

  const start = async (): Promise<string> => {
    const document = await admin.post<{ id: string }>('/api/streams/clients/documents', {
      fields: { name: 'Timers', phone: '+37061234567' },
    });
    const run = await admin.post<Run>(`/api/documents/${document.id}/runs`, { route: 'test/three-timers' });
    expect(run.timers).toHaveLength(3);
    return run.id;
  };
  const rows = async <Row extends pg.QueryResultRow>(text: string, values: unknown[] = []) =>
    (await pool.query<Row>(text, values)).rows;
  const jobsOf = (run: string) =>
    rows<{ key: string; attempts: number; max_attempts: number; run_at: Date }>(
      `SELECT key, attempts, max_attempts, run_at FROM graphile_worker.jobs WHERE key LIKE $1 ORDER BY key`,
      [`timer:${run}:%`],
    );
  const becomeDue = (run: string, ago: string) =>
    pool.query(`UPDATE route_timer SET due_at = now() - $2::interval WHERE run_id = $1`, [run, ago]);

  it('far off have no job, near ones one each, and a second sweep adds none', async () => {
    const run = await start();
    expect(await sweep.sweep()).toBe(0);
    await becomeDue(run, '-1 minute');
    expect(await sweep.sweep()).toBe(3);
    expect(await sweep.sweep()).toBe(0);
    const jobs = await jobsOf(run);
    expect(jobs).toHaveLength(3);
    for (const { run_at } of jobs) expect(run_at.getTime()).toBeGreaterThan(Date.now());
  });

  it('get their jobs however many are due at the same moment', async () => {
    const run = await start();
    await pool.query(
      `INSERT INTO route_timer (run_id, timer, element, due_at)
       SELECT $1, 't' || n, 'first', now() + interval '10 seconds' + n % 3 * interval '1 microsecond'
       FROM generate_series(1000, 3499) AS n`,
      [run],
    );
    expect(await sweep.sweep()).toBe(2500);
    expect(await jobsOf(run)).toHaveLength(2500);
    await pool.query(`DELETE FROM route_timer WHERE run_id = $1`, [run]);
    await pool.query(`SELECT graphile_worker.remove_job(key) FROM graphile_worker.jobs WHERE key LIKE $1`, [
      `timer:${run}:%`,
    ]);
  });

  it('overdue by two minutes are told of once and get another job, whatever became of the first', async () => {
    const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
    const run = await start();
    await becomeDue(run, '3 minutes');
    await pool.query(
      `UPDATE route_timer SET due_at = now() - interval '90 seconds' WHERE run_id = $1 AND element = $2`,
      [run, 'third'],
    );
    // Jobs that failed so often that the next try is an hour away.
    await pool.query(
      `SELECT graphile_worker.add_job('routes.fire-timer', json_build_object('runId', run_id, 'timer', timer),
         job_key := 'timer:' || run_id || ':' || timer) FROM route_timer WHERE run_id = $1`,
      [run],
    );
    await pool.query(
      `UPDATE graphile_worker._private_jobs SET attempts = 7, run_at = now() + interval '1 hour' WHERE key LIKE $1`,
      [`timer:${run}:%`],
    );
    expect(await sweep.sweep()).toBe(2);
    const due = (await jobsOf(run)).filter(({ run_at }) => run_at.getTime() < Date.now());
    expect(due.map(({ attempts }) => attempts)).toEqual([0, 0]);
    expect(warn.mock.calls.map(([line]) => String(line))).toEqual([
      expect.stringMatching(new RegExp(`^2 timer\\(s\\) had not fired 2 minutes after their time .* in run ${run}`)),
    ]);
    // A job that was given up for good counts as none, noticed before or not.
    await pool.query(`UPDATE graphile_worker._private_jobs SET attempts = max_attempts WHERE key LIKE $1`, [
      `timer:${run}:%`,
    ]);
    expect(await sweep.sweep()).toBe(3);
    expect(await sweep.sweep()).toBe(0);
    expect(warn).toHaveBeenCalledTimes(1);
  });

  it('leaves alone the job that a worker has', async () => {
    jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
    const run = await start();
    await becomeDue(run, '1 minute');
    expect(await sweep.sweep()).toBe(3);
    await becomeDue(run, '5 minutes');
    await pool.query(
      `UPDATE graphile_worker._private_jobs SET locked_by = 'worker-busy', locked_at = now() WHERE key LIKE $1`,
      [`timer:${run}:%`],
    );
    expect(await sweep.sweep()).toBe(0);
    expect((await jobsOf(run)).map(({ attempts }) => attempts)).toEqual([0, 0, 0]);
    await pool.query(`UPDATE graphile_worker._private_jobs SET locked_by = NULL, locked_at = NULL WHERE key LIKE $1`, [
      `timer:${run}:%`,
    ]);
  });

  it('of one run that are due at once fire once each, in the order of their time', async () => {
    jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
    const run = await start();
    await becomeDue(run, '1 minute');
    await pool.query(
      `UPDATE route_timer SET due_at = due_at - interval '1 minute' WHERE run_id = $1 AND element = $2`,
      [run, 'third'],
    );
    await app.app.get(JobRunner).start();
    await until(
      'the run has ended',
      async () => {
        const [row] = await rows<{ status: string }>('SELECT status FROM route_run WHERE id = $1', [run]);
        return row?.status === 'finished';
      },
      { within: 40_000 },
    );
    const fired = await rows<{ element: string }>(
      `SELECT t ->> 'element' AS element FROM route_run_event e, jsonb_array_elements(e.trail) WITH ORDINALITY AS x (t, n)
       WHERE run_id = $1 AND t ->> 'event' = 'completed' AND t ->> 'element' = ANY ($2) ORDER BY e.sequence, n`,
      [run, events],
    );
    expect(fired.map(({ element }) => element)).toEqual(['third', 'first', 'second']);
    expect(await rows('SELECT 1 FROM route_timer WHERE run_id = $1', [run])).toEqual([]);
    await until('their jobs are done', async () => (await jobsOf(run)).length === 0);
  }, 60_000);
});
