import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Logger as WorkerLogger, run, type Runner, type TaskList } from 'graphile-worker';
import { EventEmitter } from 'node:events';
import pg from 'pg';
import { DATABASE_URL } from '../database/database-url.js';
import { JobRegistry } from './job-registry.js';
import { releaseDeadWorkers, WorkerLock } from './stale-locks.js';

const deadWorkerCheckMs = 30_000;
/** One for each job at work, and for the listener, the lock and the fetching of jobs. */
const jobConnections = 13;

/** Takes jobs from PostgreSQL and gives them to their handlers; started by the worker entry point only. */
@Injectable()
export class JobRunner implements OnApplicationShutdown {
  private readonly logger = new Logger('Jobs');
  private runner: Runner | undefined;
  private pool: pg.Pool | undefined;
  private lock: WorkerLock | undefined;
  private deadWorkerCheck: NodeJS.Timeout | undefined;
  private stopping = false;
  private tellFailure: (error: Error) => void = () => undefined;

  /** Resolves with the cause when the runner ends without having been asked to: no job is carried out from then on. */
  readonly failed = new Promise<Error>((resolve) => (this.tellFailure = resolve));

  constructor(
    @Inject(DATABASE_URL) private readonly databaseUrl: string,
    private readonly registry: JobRegistry,
  ) {}

  /** Starts taking jobs, `concurrency` at a time. */
  async start(concurrency = 10): Promise<void> {
    if (this.runner) return;
    const pool = new pg.Pool({
      connectionString: this.databaseUrl,
      max: jobConnections,
      application_name: 'millrace jobs',
    });
    this.pool = pool;
    const lost = (error: Error) => this.logger.warn(`A database connection of the jobs was lost: ${error.message}`);
    pool.on('error', lost);
    // A connection in use does not report to its pool.
    pool.on('connect', (client) => client.on('error', lost));
    const events = new EventEmitter();
    events.once('pool:create', ({ workerPool }: { workerPool: { id: string } }) => {
      this.lock = new WorkerLock(pool, workerPool.id, (message) => this.logger.warn(message));
      void this.lock.hold();
    });
    await this.freeDeadWorkersJobs();
    this.deadWorkerCheck = setInterval(() => void this.freeDeadWorkersJobs(), deadWorkerCheckMs).unref();
    this.runner = await run({
      pgPool: pool,
      events,
      taskList: this.tasks(),
      noHandleSignals: true,
      logger: this.workerLogger(),
      preset: {
        worker: {
          concurrentJobs: concurrency,
          maxPoolSize: jobConnections,
          pollInterval: 1000,
          localQueue: { size: 500 },
          completeJobBatchDelay: 0,
          failJobBatchDelay: 0,
        },
      },
    });
    // It also ends without an error of its own after the failure of its workers, which it only logs.
    this.runner.promise.then(
      () => this.ended(new Error('its workers ended')),
      (error: Error) => this.ended(error),
    );
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopping = true;
    clearInterval(this.deadWorkerCheck);
    await this.runner?.stop().catch(() => undefined);
    this.runner = undefined;
    this.lock?.release();
    this.lock = undefined;
    await this.pool?.end();
    this.pool = undefined;
  }

  private ended(error: Error): void {
    if (this.stopping) return;
    this.logger.error(`The job runner stopped: ${error.message}`, error.stack);
    this.tellFailure(error);
  }

  private async freeDeadWorkersJobs(): Promise<void> {
    if (!this.pool) return;
    try {
      const dead = await releaseDeadWorkers(this.pool, this.lock?.workerId);
      if (dead > 0) this.logger.warn(`Jobs of ${dead} worker(s) that died were given back.`);
    } catch (error) {
      this.logger.warn(`Dead workers could not be looked for: ${(error as Error).message}`);
    }
  }

  private tasks(): TaskList {
    const entries = [...this.registry.all()].map(([name, handler]) => [
      name,
      (payload: unknown, { job }: { job: { id: string; attempts: number; max_attempts: number } }) =>
        handler(payload, { id: job.id, attempt: job.attempts, maxAttempts: job.max_attempts }),
    ]);
    return Object.fromEntries(entries) as TaskList;
  }

  private workerLogger(): WorkerLogger {
    return new WorkerLogger(() => (level, message) => {
      if (level === 'error') this.logger.error(message);
      else if (level === 'warning') this.logger.warn(message);
      else this.logger.verbose(message);
    });
  }
}
