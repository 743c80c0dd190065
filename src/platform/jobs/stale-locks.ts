import type { Pool, PoolClient } from 'pg';

/**
 * A worker that dies keeps its jobs locked for hours, since the job library cannot tell it from a slow one. Every
 * worker therefore holds an advisory lock named after itself for as long as its connection lives; jobs whose worker
 * holds none are given back. The first key of the lock pair is ours alone.
 */
const lockClass = 0x6d696c6c;

/** Holds the lock of worker `id` on a connection of its own until that connection is released. */
export async function holdWorkerLock(pool: Pool, id: string): Promise<PoolClient> {
  const client = await pool.connect();
  await client.query('SELECT pg_advisory_lock_shared($1, hashtext($2))', [lockClass, id]);
  return client;
}

/** Gives back the jobs of dead workers; answers how many workers were found dead. */
export async function releaseDeadWorkers(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    `WITH dead AS (
       SELECT DISTINCT locked_by FROM graphile_worker.jobs
       WHERE locked_by IS NOT NULL AND locked_at < now() - interval '5 seconds'
         AND NOT EXISTS (
           SELECT 1 FROM pg_locks
           WHERE locktype = 'advisory' AND classid = $1::int::oid AND objid = hashtext(locked_by)::oid AND granted
             AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))
     ), freed AS (
       SELECT graphile_worker.force_unlock_workers(array_agg(locked_by)) FROM dead HAVING count(*) > 0
     )
     SELECT (SELECT count(*)::int FROM dead) AS count, (SELECT count(*) FROM freed) AS freed`,
    [lockClass],
  );
  return rows[0]?.count ?? 0;
}
