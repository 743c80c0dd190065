import { Injectable } from '@nestjs/common';
import type { Tx } from '../context.js';
import type { JobRun } from './job-registry.js';

export interface JobOptions {
  /** Not before this time. */
  readonly runAt?: Date;
  /** A job with the same key that has not started yet is replaced. */
  readonly key?: string;
  /** Tries before the job is given up; 25 by default, which with growing pauses is about three days. */
  readonly maxAttempts?: number;
  /** Jobs with a smaller number go first; 0 by default. What can wait, such as a receipt, has a larger one. */
  readonly priority?: number;
}

/** One of many jobs that are enqueued together. */
export interface KeyedJob {
  readonly key: string;
  readonly payload: unknown;
  readonly runAt: Date;
}

/** Writes jobs as rows of the caller's transaction: a job exists exactly when what it follows from was committed. */
@Injectable()
export class JobQueue {
  /** Enqueues job `name` with a JSON `payload`. */
  async add(tx: Tx, name: string, payload: unknown, options: JobOptions = {}): Promise<void> {
    await tx.run(addJob, [
      name,
      JSON.stringify(payload),
      options.runAt ?? null,
      options.maxAttempts ?? null,
      options.key ?? null,
      options.priority ?? null,
    ]);
  }

  /**
   * Enqueues jobs `name` in one statement, except those that are there already: `queued` leaves alone every job that will
   * still be tried, `running` only those that a worker has, so that the others begin anew.
   * @returns how many were enqueued
   */
  async addMissing(tx: Tx, name: string, jobs: readonly KeyedJob[], unless: 'queued' | 'running'): Promise<number> {
    if (jobs.length === 0) return 0;
    const [row] = await tx.run<{ added: number }>(addMissing, [name, JSON.stringify(jobs), unless === 'running']);
    return row?.added ?? 0;
  }

  /**
   * Ends a job in the transaction of its work, so that neither happens without the other: for work that must not be done
   * twice and leaves nothing behind by which that could be told. Answers false when it was done before.
   */
  async finish(tx: Tx, { id }: JobRun): Promise<boolean> {
    if (id === undefined) return true;
    return (await tx.run(finishJob, [id])).length > 0;
  }

  /** Removes the job with `key` unless it has already started. */
  async remove(tx: Tx, key: string): Promise<void> {
    await tx.run(removeJob, [key]);
  }
}

// The library notifies its workers, hence commit_early (database/durable-commits.ts).
const addJob = {
  name: 'job_add',
  text: `SELECT commit_early() FROM graphile_worker.add_job($1, payload := $2::json, run_at := $3::timestamptz, max_attempts := $4::int, job_key := $5, priority := $6::int)`,
};

// The library takes a job that a worker has for one that failed when another with its key comes; hence the condition.
const addMissing = {
  name: 'job_add_missing',
  text: `
  SELECT count(*)::int AS added, commit_early() FROM (
    SELECT array_agg((x.name, x.payload, NULL, x."runAt", NULL, x.key, NULL, NULL)::graphile_worker.job_spec) AS specs
    FROM (
      SELECT $1::text AS name, job.payload, job."runAt", job.key
      FROM jsonb_to_recordset($2::jsonb) AS job (payload json, "runAt" timestamptz, key text)
    ) AS x
    WHERE NOT EXISTS (
      SELECT 1 FROM graphile_worker.jobs known
      WHERE known.key = x.key AND known.attempts < known.max_attempts AND (known.locked_at IS NOT NULL OR NOT $3::boolean))
    HAVING count(*) > 0
  ) AS missing, LATERAL graphile_worker.add_jobs(missing.specs) AS added`,
};

// The library does the same when the handler has answered, and is content to find nothing then.
const finishJob = {
  name: 'job_finish',
  text: 'DELETE FROM graphile_worker._private_jobs WHERE id = $1 RETURNING 1',
};

const removeJob = { name: 'job_remove', text: 'SELECT 1 FROM graphile_worker.remove_job($1)' };
