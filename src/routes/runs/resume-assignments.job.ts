import { Injectable, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import { writeHistory } from '../../documents/history/write-history.js';
import { systemActor } from '../../organisation/directory/actors.js';
import type { Context } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { JobQueue } from '../../platform/jobs/job-queue.js';
import { JobRegistry } from '../../platform/jobs/job-registry.js';
import { resumeRows } from '../assignments/hold-assignment.js';

const job = 'routes.resume-assignments';
const everyMs = 30_000;

/** Assignments that were laid aside until a time come back at that time. */
@Injectable()
export class ResumeAssignments implements OnModuleInit, OnApplicationBootstrap {
  constructor(
    private readonly registry: JobRegistry,
    private readonly jobs: JobQueue,
    private readonly work: UnitOfWork,
  ) {}

  onModuleInit(): void {
    this.registry.register(job, () =>
      this.work.run(systemActor, async (context) => {
        await this.resumeDue(context);
        await this.plan(context, everyMs);
      }),
    );
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.work.run(systemActor, (context) => this.plan(context, 0));
  }

  /** Answers how many have come back. */
  async resumeDue(context: Context): Promise<number> {
    const due = await context.tx.query<{ id: string; document_id: string; step: string | null }>(
      `SELECT id, document_id, step ->> 'name' AS step FROM assignment
       WHERE state = 'suspended' AND suspended_until <= $1 ORDER BY id LIMIT 500 FOR UPDATE SKIP LOCKED`,
      [context.now],
    );
    await resumeRows(
      context,
      due.map(({ id }) => id),
    );
    for (const { id, document_id, step } of due) {
      await writeHistory(context, document_id, 'assignment.resumed', { assignment: id, step });
    }
    return due.length;
  }

  private async plan({ tx, now }: Context, inMs: number): Promise<void> {
    await this.jobs.add(tx, job, {}, { key: job, runAt: new Date(now.getTime() + inMs) });
  }
}
