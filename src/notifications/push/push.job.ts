import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import { systemActor } from '../../organisation/directory/actors.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { JobQueue } from '../../platform/jobs/job-queue.js';
import { JobRegistry } from '../../platform/jobs/job-registry.js';
import { DeliverPush, type Delivery } from './deliver-push.js';
import { deliverJob, PlanPushes } from './plan-pushes.js';

const planJob = 'notifications.plan-pushes';
const everyMs = 2000;

/** Looks what is due to be pushed, and sends it, each message in a job that is tried again with growing pauses. */
@Injectable()
export class PushJob implements OnModuleInit, OnApplicationBootstrap {
  private readonly logger = new Logger('Push');

  constructor(
    private readonly registry: JobRegistry,
    private readonly jobs: JobQueue,
    private readonly work: UnitOfWork,
    private readonly plan: PlanPushes,
    private readonly deliver: DeliverPush,
  ) {}

  onModuleInit(): void {
    this.registry.register(deliverJob, (payload) => this.deliver.execute(payload as Delivery));
    this.registry.register(planJob, async () => {
      try {
        await this.work.run(systemActor, (context) => this.plan.execute(context));
      } catch (error) {
        this.logger.error(`Push messages could not be planned, trying on: ${(error as Error).stack}`);
      }
      await this.again();
    });
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.again();
  }

  private async again(): Promise<void> {
    await this.work.run(systemActor, ({ tx, now }) =>
      this.jobs.add(tx, planJob, {}, { key: planJob, runAt: new Date(now.getTime() + everyMs) }),
    );
  }
}
