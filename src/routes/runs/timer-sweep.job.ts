import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import { systemActor } from '../../organisation/directory/actors.js';
import type { Context } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { JobQueue, type KeyedJob } from '../../platform/jobs/job-queue.js';
import { JobRegistry } from '../../platform/jobs/job-registry.js';
import { nearTimerMs, runJobs, timerJobKey } from './run-record.js';

const sweepEveryMs = 30_000;
/** Timers that get their jobs in one transaction. */
const batchSize = 1_000;
/** A timer that has not fired this long after its time is given a job again, whatever became of the one it had. */
const overdueMs = 120_000;

interface TimerRow {
  readonly run_id: string;
  readonly timer: string;
  readonly due_at: Date;
}

/** The last timer of a batch, with its time as exact as the database has it. */
type Position = Omit<TimerRow, 'due_at'> & { readonly due: string };

/**
 * Gives a job to every timer whose time is near and that has none. The rows are the truth: a job that was lost, or a timer
 * that is overdue because nothing ran for a while, is found again at the next sweep.
 */
@Injectable()
export class TimerSweep implements OnModuleInit, OnApplicationBootstrap {
  private readonly logger = new Logger('Routes');

  constructor(
    private readonly registry: JobRegistry,
    private readonly jobs: JobQueue,
    private readonly work: UnitOfWork,
  ) {}

  onModuleInit(): void {
    this.registry.register(runJobs.sweep, async () => {
      await this.sweep();
      await this.work.run(systemActor, (context) => this.plan(context, sweepEveryMs));
    });
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.work.run(systemActor, (context) => this.plan(context, 0));
  }

  /** Answers how many timers got a job. */
  async sweep(): Promise<number> {
    let given = await this.noticeOverdue();
    for (let last: Position | undefined, more = true; more; more = last !== undefined) {
      const batch = await this.work.run(systemActor, (context) => this.giveJobs(context, last));
      given += batch.given;
      last = batch.last;
    }
    return given;
  }

  /** Works through the timers in the order of their time; `last` is undefined after the last batch. */
  private async giveJobs(
    { tx, now }: Context,
    after: Position | undefined,
  ): Promise<{ given: number; last: Position | undefined }> {
    const near = new Date(now.getTime() + nearTimerMs);
    const timers = await tx.query<TimerRow & Position>(
      `SELECT run_id, timer, due_at, due_at::text AS due FROM route_timer
       WHERE due_at <= $1 AND ($2::timestamptz IS NULL OR (due_at, run_id, timer) > ($2, $3, $4))
       ORDER BY due_at, run_id, timer LIMIT $5`,
      [near, after?.due ?? null, after?.run_id ?? null, after?.timer ?? null, batchSize],
    );
    const given = await this.jobs.addMissing(tx, runJobs.timer, timers.map(jobOf), 'queued');
    return { given, last: timers.length === batchSize ? timers.at(-1) : undefined };
  }

  /** Each overdue timer is told of once, and begins anew; after that it counts like any other. */
  private async noticeOverdue(): Promise<number> {
    let given = 0;
    const noticed: OverdueTimer[] = [];
    for (let more = true; more;) {
      const batch = await this.work.run(systemActor, async ({ tx, now }) => {
        const timers = await tx.query<OverdueTimer>(noticeStatement, [
          now,
          new Date(now.getTime() - overdueMs),
          batchSize,
        ]);
        given += await this.jobs.addMissing(tx, runJobs.timer, timers.map(jobOf), 'running');
        return timers;
      });
      noticed.push(...batch);
      more = batch.length === batchSize;
    }
    const [oldest] = noticed.sort((one, other) => one.due_at.getTime() - other.due_at.getTime());
    if (oldest)
      this.logger.warn(
        `${noticed.length} timer(s) had not fired ${overdueMs / 60_000} minutes after their time and were given a job ` +
          `again; the oldest is that of "${oldest.element}" in run ${oldest.run_id}, due ${oldest.due_at.toISOString()}.`,
      );
    return given;
  }

  /** The key keeps one sweep in the queue, however many processes start. */
  private async plan({ tx, now }: Context, inMs: number): Promise<void> {
    await this.jobs.add(tx, runJobs.sweep, {}, { key: runJobs.sweep, runAt: new Date(now.getTime() + inMs) });
  }
}

interface OverdueTimer extends TimerRow {
  readonly element: string;
}

// A timer that is being fired at this moment is none to tell of.
const noticeStatement = `
  UPDATE route_timer SET noticed_at = $1
  WHERE (run_id, timer) IN (
    SELECT run_id, timer FROM route_timer WHERE due_at < $2 AND noticed_at IS NULL
    ORDER BY due_at LIMIT $3 FOR UPDATE SKIP LOCKED)
  RETURNING run_id, timer, element, due_at`;

function jobOf({ run_id: runId, timer, due_at: runAt }: TimerRow): KeyedJob {
  return { key: timerJobKey(runId, timer), payload: { runId, timer }, runAt };
}
