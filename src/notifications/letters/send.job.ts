import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import { systemActor } from '../../organisation/directory/actors.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { JobQueue } from '../../platform/jobs/job-queue.js';
import { JobRegistry } from '../../platform/jobs/job-registry.js';
import { sweepLinks } from '../decisions/decision-links.js';
import { SendOverviews } from '../overview/send-overviews.js';
import { SendLetters, type LetterKind } from './send-letters.js';

const job = 'notifications.send';
const everyMs = 10_000;

/** Sends what is due by letter, each person's in a transaction of its own. */
@Injectable()
export class SendJob implements OnModuleInit, OnApplicationBootstrap {
  private readonly logger = new Logger('Notifications');

  constructor(
    private readonly registry: JobRegistry,
    private readonly jobs: JobQueue,
    private readonly work: UnitOfWork,
    private readonly letters: SendLetters,
    private readonly overviews: SendOverviews,
  ) {}

  onModuleInit(): void {
    this.registry.register(job, async () => {
      try {
        await this.sendAll();
      } catch (error) {
        this.logger.error(`Letters could not be written, trying on: ${(error as Error).stack}`);
      }
      await this.plan();
    });
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.plan();
  }

  /** Sends everything that is due. */
  async sendAll(): Promise<void> {
    for (const kind of ['news', 'digest'] as const) await this.sendKind(kind);
    const people = await this.work.run(systemActor, (context) => this.overviews.due(context));
    for (const person of people) await this.work.run(systemActor, (context) => this.overviews.send(context, person));
    await this.work.run(systemActor, (context) => sweepLinks(context));
  }

  private async sendKind(kind: LetterKind): Promise<void> {
    const people = await this.work.run(systemActor, (context) => this.letters.due(context, kind));
    for (const person of people)
      await this.work.run(systemActor, (context) => this.letters.send(context, kind, person));
  }

  private async plan(): Promise<void> {
    await this.work.run(systemActor, ({ tx, now }) =>
      this.jobs.add(tx, job, {}, { key: job, runAt: new Date(now.getTime() + everyMs) }),
    );
  }
}
