import { Injectable } from '@nestjs/common';

/** What a handler is told beside its payload. */
export interface JobRun {
  /** Of the job's row; absent where a handler is called without one. */
  readonly id?: string;
  readonly attempt: number;
  readonly maxAttempts: number;
}

/** A thin, idempotent handler: it may run again after a crash, and must then change nothing twice. */
export type JobHandler = (payload: unknown, run: JobRun) => Promise<void>;

/** The handlers of this program by job name; modules add theirs while they are initialised. */
@Injectable()
export class JobRegistry {
  private readonly handlers = new Map<string, JobHandler>();

  /** @throws Error when the name is taken, which is a mistake in the program */
  register(name: string, handler: JobHandler): void {
    if (this.handlers.has(name)) throw new Error(`There are two handlers for the job "${name}".`);
    this.handlers.set(name, handler);
  }

  all(): ReadonlyMap<string, JobHandler> {
    return this.handlers;
  }
}
