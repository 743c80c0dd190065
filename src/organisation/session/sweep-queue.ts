import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock.js';
import type { Context } from '../../platform/context.js';
import { JobQueue } from '../../platform/jobs/job-queue.js';
import { JobRegistry } from '../../platform/jobs/job-registry.js';

/** Keeps one job of each kind in the queue, however many processes start. */
@Injectable()
export class SweepQueue {
  constructor(
    private readonly jobs: JobQueue,
    private readonly registry: JobRegistry,
    private readonly clock: Clock,
  ) {}

  handle(name: string, work: () => Promise<void>): void {
    this.registry.register(name, work);
  }

  /** The next run, `afterMs` from now. */
  async plan({ tx }: Context, name: string, afterMs: number): Promise<void> {
    await this.jobs.add(tx, name, {}, { key: name, runAt: new Date(this.clock.now().getTime() + afterMs) });
  }
}
