import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import { systemActor } from '../../organisation/directory/actors.js';
import { Directory } from '../../organisation/directory/directory.js';
import { substitutionJob } from '../../organisation/substitution/substitutions.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { JobQueue } from '../../platform/jobs/job-queue.js';
import { JobRegistry } from '../../platform/jobs/job-registry.js';
import { MoveSubstituted } from '../assignments/move-substituted.js';
import { withdrawSubstitutes } from '../assignments/withdraw-substitutes.js';

const sweepEveryMs = 60_000;
/** Assignments that are moved in one transaction. */
const batch = 100;

/**
 * Lets open assignments follow the substitutions. It compares what is with what should be, so it may come at any time and
 * twice at once: at the beginning and end of a substitution, after a change, and every minute for what was missed,
 * such as a substitute who has left.
 */
@Injectable()
export class ApplySubstitutions implements OnModuleInit, OnApplicationBootstrap {
  private readonly logger = new Logger('Substitution');

  constructor(
    private readonly registry: JobRegistry,
    private readonly jobs: JobQueue,
    private readonly work: UnitOfWork,
    private readonly directory: Directory,
    private readonly assignments: MoveSubstituted,
  ) {}

  onModuleInit(): void {
    this.registry.register(substitutionJob, async () => {
      await this.apply();
      await this.plan(sweepEveryMs);
    });
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.plan(0);
  }

  /** Moves what has to be moved, and answers how many assignments that were. */
  async apply(): Promise<number> {
    // The news of a change may still be on its way to this process.
    await this.directory.reload();
    const ids = await this.work.run(systemActor, (context) => this.assignments.concerned(context));
    let moved = 0;
    for (let from = 0; from < ids.length; from += batch) {
      const some = ids.slice(from, from + batch);
      moved += await this.work.run(systemActor, (context) => this.assignments.move(context, some));
    }
    await this.work.run(systemActor, ({ tx }) => withdrawSubstitutes(tx));
    if (moved > 0) this.logger.log(`${moved} assignment(s) changed hands by substitution.`);
    return moved;
  }

  /** The key keeps one sweep in the queue, however many processes start. */
  private async plan(inMs: number): Promise<void> {
    await this.work.run(systemActor, ({ tx, now }) =>
      this.jobs.add(tx, substitutionJob, {}, { key: substitutionJob, runAt: new Date(now.getTime() + inMs) }),
    );
  }
}
