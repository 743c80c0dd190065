import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Clock } from '../../platform/clock.js';
import type { Context } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { JobQueue } from '../../platform/jobs/job-queue.js';
import { JobRegistry } from '../../platform/jobs/job-registry.js';
import { systemActor } from '../directory/actors.js';

const hourMs = 3_600_000;

/** Something that is done again and again, each time in a transaction of its own. */
export interface Sweep {
  readonly everyMs: number;
  /** Answers how much there was to do. */
  readonly work: (context: Context) => Promise<number>;
  /** Once more at once, as long as there was something to do. */
  readonly untilNothing?: boolean;
}

/** Jobs that come back by themselves. The key keeps one of each in the queue, however many processes start. */
@Injectable()
export class Sweeps implements OnApplicationBootstrap {
  private readonly sweeps = new Map<string, Sweep>();

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly jobs: JobQueue,
    private readonly registry: JobRegistry,
    private readonly clock: Clock,
  ) {}

  /** Every hour; for what deletes what has outlived its time. To be called while modules are initialised. */
  hourly(name: string, work: Sweep['work']): void {
    this.add(name, { everyMs: hourMs, work });
  }

  add(name: string, sweep: Sweep): void {
    this.sweeps.set(name, sweep);
    this.registry.register(name, async () => {
      let found: number;
      do found = await this.unitOfWork.run(systemActor, sweep.work);
      while (sweep.untilNothing && found > 0);
      await this.unitOfWork.run(systemActor, (context) => this.plan(context, name, sweep));
    });
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.unitOfWork.run(systemActor, async (context) => {
      for (const [name, sweep] of this.sweeps) await this.plan(context, name, sweep);
    });
  }

  private async plan({ tx }: Context, name: string, { everyMs }: Sweep): Promise<void> {
    await this.jobs.add(tx, name, {}, { key: name, runAt: new Date(this.clock.now().getTime() + everyMs) });
  }
}
