import { Injectable } from '@nestjs/common';
import type { Tx } from '../context.js';

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

  /** Removes the job with `key` unless it has already started. */
  async remove(tx: Tx, key: string): Promise<void> {
    await tx.run(removeJob, [key]);
  }
}

const addJob = {
  name: 'job_add',
  text: `SELECT 1 FROM graphile_worker.add_job($1, payload := $2::json, run_at := $3::timestamptz, max_attempts := $4::int, job_key := $5, priority := $6::int)`,
};

const removeJob = { name: 'job_remove', text: 'SELECT 1 FROM graphile_worker.remove_job($1)' };
