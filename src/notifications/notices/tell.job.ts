import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import { systemActor } from '../../organisation/directory/actors.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { JobQueue } from '../../platform/jobs/job-queue.js';
import { JobRegistry } from '../../platform/jobs/job-registry.js';
import { noticesAtOnce, TellNotices } from './tell-notices.js';

const job = 'notifications.tell';
/** A screen shows what is new within about two seconds, and the transactions that cause it write no job for that. */
const everyMs = 1_000;
const afterFailureMs = 10_000;

/** Looks every second whether there is something to tell; the key keeps one such job, however many processes run. */
@Injectable()
export class TellJob implements OnModuleInit, OnApplicationBootstrap {
  private readonly logger = new Logger('Notifications');

  constructor(
    private readonly registry: JobRegistry,
    private readonly jobs: JobQueue,
    private readonly work: UnitOfWork,
    private readonly notices: TellNotices,
  ) {}

  onModuleInit(): void {
    this.registry.register(job, () => this.run());
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.plan(0);
  }

  /** Tells everything that there was; what comes meanwhile waits for the next look, so that on a busy day many are told at once. */
  async tellAll(): Promise<void> {
    const take = () => this.work.run(systemActor, (context) => this.notices.take(context));
    while ((await take()) === noticesAtOnce);
  }

  /** What fails is tried again soon, not with the growing pauses of a job: people wait for it. */
  private async run(): Promise<void> {
    try {
      await this.tellAll();
    } catch (error) {
      this.logger.error(`Nobody could be told of what happened, trying on: ${(error as Error).stack}`);
      return this.plan(afterFailureMs);
    }
    await this.plan(everyMs);
  }

  private async plan(inMs: number): Promise<void> {
    await this.work.run(systemActor, ({ tx, now }) =>
      this.jobs.add(tx, job, {}, { key: job, runAt: new Date(now.getTime() + inMs) }),
    );
  }
}
