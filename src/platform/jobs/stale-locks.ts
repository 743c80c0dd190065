import { setTimeout } from 'node:timers/promises';
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
  try {
    await client.query('SELECT pg_advisory_lock_shared($1, hashtext($2))', [lockClass, id]);
    return client;
  } catch (error) {
    client.release(true);
    throw error;
  }
}

/** Keeps the lock of a living worker held: takes it again at once when its connection is lost, until `release`. */
export class WorkerLock {
  private client: PoolClient | undefined;
  private released = false;

  constructor(
    private readonly pool: Pool,
    readonly workerId: string,
    private readonly warn: (message: string) => void,
  ) {}

  /** Resolves when the lock is held, or no longer wanted; tries again as often as needed. */
  async hold(): Promise<void> {
    for (let pause = 100; !this.released; pause = Math.min(pause * 2, 5_000)) {
      try {
        return this.keep(await holdWorkerLock(this.pool, this.workerId));
      } catch (error) {
        if (this.released) return;
        this.warn(`The lock of worker ${this.workerId} could not be taken yet: ${(error as Error).message}`);
        await setTimeout(pause, undefined, { ref: false });
      }
    }
  }

  release(): void {
    this.released = true;
    this.client?.release(true);
    this.client = undefined;
  }

  private keep(client: PoolClient): void {
    if (this.released) return client.release(true);
    this.client = client;
    // Without a listener the loss would end the process; `end` follows it.
    client.on('error', () => undefined);
    client.once('end', () => {
      if (this.client !== client) return;
      this.client = undefined;
      client.release(true);
      void this.hold();
    });
  }
}

/**
 * Gives back the jobs of dead workers; answers how many workers were found dead. The worker that asks lives, whether or
 * not it holds its lock at this moment: `self` is its id, if it has one yet.
 */
export async function releaseDeadWorkers(pool: Pool, self?: string): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    `WITH dead AS (
       SELECT DISTINCT locked_by FROM graphile_worker.jobs
       WHERE locked_by <> coalesce($2, '') AND locked_at < now() - interval '5 seconds'
         AND NOT EXISTS (
           SELECT 1 FROM pg_locks
           WHERE locktype = 'advisory' AND classid = $1::int::oid AND objid = hashtext(locked_by)::oid AND granted
             AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))
     ), freed AS (
       SELECT graphile_worker.force_unlock_workers(array_agg(locked_by)) FROM dead HAVING count(*) > 0
     )
     SELECT (SELECT count(*)::int FROM dead) AS count, (SELECT count(*) FROM freed) AS freed`,
    [lockClass, self ?? null],
  );
  return rows[0]?.count ?? 0;
}
