import pg from 'pg';
import { JobRegistry } from '../../src/platform/jobs/job-registry.js';
import { JobRunner } from '../../src/platform/jobs/job-runner.js';
import { holdWorkerLock, releaseDeadWorkers, WorkerLock } from '../../src/platform/jobs/stale-locks.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { until } from '../support/until.js';

describe('jobs of workers that died', () => {
  let database: TestDatabase;
  let pool: pg.Pool;

  beforeAll(async () => {
    database = await createTestDatabase();
    pool = new pg.Pool({ connectionString: database.url, max: 4 });
    // Connections that are ended on purpose.
    pool.on('error', () => undefined);
  });

  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  const lockedBy = async (worker: string) =>
    (
      await pool.query<{ locked: boolean }>(
        `SELECT locked_by IS NOT NULL AS locked FROM graphile_worker.jobs WHERE task_identifier = $1`,
        [worker],
      )
    ).rows[0]?.locked;

  /** A job that `worker` took a minute ago. */
  const taken = async (worker: string) => {
    await pool.query('SELECT graphile_worker.add_job($1)', [worker]);
    await pool.query(
      `UPDATE graphile_worker._private_jobs SET locked_by = $1, locked_at = now() - interval '1 minute', attempts = 1
       WHERE task_id = (SELECT id FROM graphile_worker._private_tasks WHERE identifier = $1)`,
      [worker],
    );
  };

  /** The server processes that hold the lock of `worker`. */
  const holders = async (worker: string) =>
    (
      await pool.query<{ pid: number }>(
        `SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objid = hashtext($1)::oid AND granted`,
        [worker],
      )
    ).rows.map(({ pid }) => pid);

  it('are given back, those of living workers are not', async () => {
    await taken('worker-dead');
    await taken('worker-alive');
    const lock = await holdWorkerLock(pool, 'worker-alive');
    expect(await releaseDeadWorkers(pool)).toBe(1);
    expect(await lockedBy('worker-dead')).toBe(false);
    expect(await lockedBy('worker-alive')).toBe(true);
    lock.release(true);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await releaseDeadWorkers(pool)).toBe(1);
    expect(await lockedBy('worker-alive')).toBe(false);
  });

  it('never include those of the worker that asks', async () => {
    await taken('worker-self');
    expect(await releaseDeadWorkers(pool, 'worker-self')).toBe(0);
    expect(await lockedBy('worker-self')).toBe(true);
    expect(await releaseDeadWorkers(pool, 'worker-other')).toBe(1);
  });

  it('do not include those of a worker whose connection was lost: it takes its lock again', async () => {
    await taken('worker-cut');
    const lock = new WorkerLock(pool, 'worker-cut', () => undefined);
    await lock.hold();
    const first = await holders('worker-cut');
    expect(first).toHaveLength(1);
    await pool.query('SELECT pg_terminate_backend($1)', first);
    await until('another connection holds the lock', async () => {
      const now = await holders('worker-cut');
      return now.length === 1 && now[0] !== first[0];
    });
    expect(await releaseDeadWorkers(pool)).toBe(0);
    lock.release();
    await until('nobody holds the lock', async () => (await holders('worker-cut')).length === 0);
    expect(await releaseDeadWorkers(pool)).toBe(1);
  });
});

describe('a job runner', () => {
  it('that ends without being asked to says so; one that is stopped does not', async () => {
    const database = await createTestDatabase();
    const registry = new JobRegistry();
    registry.register('nothing', () => Promise.resolve());
    const [failing, stopped] = [new JobRunner(database.url, registry), new JobRunner(database.url, registry)];
    try {
      const told: string[] = [];
      void failing.failed.then(() => told.push('failing'));
      void stopped.failed.then(() => told.push('stopped'));
      await failing.start(1);
      await stopped.start(1);
      await stopped.onApplicationShutdown();
      // As when its workers fail: the library then stops its runner by itself.
      await (failing as unknown as { runner: { stop(): Promise<void> } }).runner.stop();
      await until('it says so', () => told.length > 0);
      expect(told).toEqual(['failing']);
    } finally {
      await failing.onApplicationShutdown();
      await database.drop();
    }
  });
});
