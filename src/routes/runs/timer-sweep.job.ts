import { Injectable, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import { systemActor } from '../../organisation/directory/actors.js';
import type { Context } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { JobQueue } from '../../platform/jobs/job-queue.js';
import { JobRegistry } from '../../platform/jobs/job-registry.js';
import { nearTimerMs, runJobs, timerJobKey } from './run-record.js';

const sweepEveryMs = 30_000;

interface DueTimer {
  readonly run_id: string;
  readonly timer: string;
  readonly due_at: Date;
}

/**
 * Gives a job to every timer whose time is near. The rows are the truth: a job that was lost, or a timer that is overdue
 * because nothing ran for a while, is found again at the next sweep.
 */
@Injectable()
export class TimerSweep implements OnModuleInit, OnApplicationBootstrap {
  constructor(
    private readonly registry: JobRegistry,
    private readonly jobs: JobQueue,
    private readonly work: UnitOfWork,
  ) {}

  onModuleInit(): void {
    this.registry.register(runJobs.sweep, () =>
      this.work.run(systemActor, async (context) => {
        await this.sweep(context);
        await this.plan(context, sweepEveryMs);
      }),
    );
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.work.run(systemActor, (context) => this.plan(context, 0));
  }

  /** Answers how many timers got a job. */
  async sweep({ tx, now }: Context): Promise<number> {
    const near = new Date(now.getTime() + nearTimerMs);
    const timers = await tx.query<DueTimer>('SELECT run_id, timer, due_at FROM route_timer WHERE due_at <= $1', [near]);
    for (const { run_id: runId, timer, due_at: runAt } of timers) {
      await this.jobs.add(tx, runJobs.timer, { runId, timer }, { runAt, key: timerJobKey(runId, timer) });
    }
    return timers.length;
  }

  /** The key keeps one sweep in the queue, however many processes start. */
  private async plan({ tx, now }: Context, inMs: number): Promise<void> {
    await this.jobs.add(tx, runJobs.sweep, {}, { key: runJobs.sweep, runAt: new Date(now.getTime() + inMs) });
  }
}
