import { Injectable, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../platform/clock.js';
import type { Context } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { IdempotencyKeys } from '../../platform/http/idempotency-keys.js';
import { JobQueue } from '../../platform/jobs/job-queue.js';
import { JobRegistry } from '../../platform/jobs/job-registry.js';
import { systemActor } from '../directory/actors.js';
import { Sessions } from './sessions.js';

const hourMs = 3_600_000;

/** Deletes every hour what has outlived its time: expired sessions and old idempotency keys. */
@Injectable()
export class SweepJobs implements OnModuleInit, OnApplicationBootstrap {
  private readonly sweeps: Readonly<Record<string, (context: Context) => Promise<number>>> = {
    'organisation.sweep-sessions': (context) => this.sessions.sweep(context),
    'organisation.sweep-idempotency-keys': (context) => this.idempotencyKeys.sweep(context),
  };

  constructor(
    private readonly sessions: Sessions,
    private readonly idempotencyKeys: IdempotencyKeys,
    private readonly unitOfWork: UnitOfWork,
    private readonly jobs: JobQueue,
    private readonly registry: JobRegistry,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    for (const [name, sweep] of Object.entries(this.sweeps)) {
      this.registry.register(name, () =>
        this.unitOfWork.run(systemActor, async (context) => {
          await sweep(context);
          await this.plan(context, name);
        }),
      );
    }
  }

  /** The key keeps one job of each kind in the queue, however many processes start. */
  async onApplicationBootstrap(): Promise<void> {
    await this.unitOfWork.run(systemActor, async (context) => {
      for (const name of Object.keys(this.sweeps)) await this.plan(context, name);
    });
  }

  private async plan({ tx }: Context, name: string): Promise<void> {
    await this.jobs.add(tx, name, {}, { key: name, runAt: new Date(this.clock.now().getTime() + hourMs) });
  }
}
