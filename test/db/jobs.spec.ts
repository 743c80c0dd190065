import pg from 'pg';
import { holdWorkerLock, releaseDeadWorkers } from '../../src/platform/jobs/stale-locks.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

describe('jobs of workers that died', () => {
  let database: TestDatabase;
  let pool: pg.Pool;

  beforeAll(async () => {
    database = await createTestDatabase();
    pool = new pg.Pool({ connectionString: database.url, max: 4 });
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
});
