import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DocumentChanges, type DocumentChange } from '../../documents/changes/document-changes.js';
import { systemActor } from '../../organisation/directory/actors.js';
import type { Context } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { JobQueue } from '../../platform/jobs/job-queue.js';
import { JobRegistry } from '../../platform/jobs/job-registry.js';
import { LapseDecisions } from './lapse-decisions.js';
import { lockRun } from './load-run.js';
import { runJobs } from './run-record.js';
import { RunStepper } from './run-stepper.js';

const touched = {
  name: 'document_watched',
  text: `SELECT EXISTS (
      SELECT FROM assignment WHERE document_id = $1 AND binding IS NOT NULL AND state = 'completed' AND lapsed_at IS NULL
    ) AS bound, EXISTS (
      SELECT FROM route_run r JOIN route_subscription s ON s.run_id = r.id
      WHERE r.document_id = $1 AND r.status = 'running' AND s.kind = 'conditional'
    ) AS awaited, EXISTS (
      SELECT FROM route_run r JOIN route_subscription s ON s.run_id = r.id
      WHERE r.document_id = $1 AND r.status = 'running' AND s.kind = 'message'
    ) AS correlated`,
};

/**
 * When a document changes, decisions that were bound to what it was lapse, and runs that wait for a condition, or for a
 * message correlated by what is on the card, look at it again. A job does both after the change is committed: the run is locked before the document everywhere.
 */
@Injectable()
export class WatchDocuments implements OnModuleInit {
  constructor(
    private readonly changes: DocumentChanges,
    private readonly registry: JobRegistry,
    private readonly jobs: JobQueue,
    private readonly work: UnitOfWork,
    private readonly lapses: LapseDecisions,
    private readonly stepper: RunStepper,
  ) {}

  onModuleInit(): void {
    this.changes.add((context, change) => this.noted(context, change));
    this.registry.register(runJobs.documentChanged, (payload) =>
      this.look((payload as { documentId: string }).documentId),
    );
  }

  private async noted({ tx }: Context, change: DocumentChange): Promise<void> {
    const documentId = change.after.id;
    const [found] = await tx.run<{ bound: boolean; awaited: boolean; correlated: boolean }>(touched, [documentId]);
    const contents = change.filesChanged || change.changedFields.length > 0;
    if (!((found?.bound || found?.correlated) && contents) && !found?.awaited) return;
    await this.jobs.add(tx, runJobs.documentChanged, { documentId }, { key: `document-changed:${documentId}` });
  }

  /** Each run in its own transaction. Safe to repeat: what has lapsed has lapsed, what has come true is known. */
  private async look(documentId: string): Promise<void> {
    const bound = await this.work.read<{ run_id: string }>(
      `SELECT DISTINCT run_id FROM assignment
       WHERE document_id = $1 AND binding IS NOT NULL AND state = 'completed' AND lapsed_at IS NULL AND run_id IS NOT NULL`,
      [documentId],
    );
    for (const { run_id: runId } of bound) {
      await this.work.run(systemActor, (context) => this.lapses.execute(context, runId));
    }
    const awaited = await this.work.read<{ id: string }>(
      `SELECT DISTINCT r.id FROM route_run r JOIN route_subscription s ON s.run_id = r.id
       WHERE r.document_id = $1 AND r.status = 'running'
         AND (s.kind = 'conditional' OR s.kind = 'message' AND s.key IS NOT NULL)`,
      [documentId],
    );
    for (const { id } of awaited) {
      await this.work.run(systemActor, async (context) => {
        const run = await lockRun(context.tx, id);
        if (run.status === 'running')
          await this.stepper.step(context, run, { type: 'facts-changed', at: context.now.getTime() });
      });
    }
    await this.work.run(systemActor, (context) => this.matchUnkeyed(context, documentId));
  }

  /** What a message is correlated by may have been empty until now: those sent before are looked at again. */
  private async matchUnkeyed({ tx }: Context, documentId: string): Promise<void> {
    const awaited = await tx.query<{ name: string }>(
      `SELECT DISTINCT s.name FROM route_run r JOIN route_subscription s ON s.run_id = r.id
       WHERE r.document_id = $1 AND r.status = 'running' AND s.kind = 'message' AND s.key IS NULL`,
      [documentId],
    );
    for (const { name } of awaited) await this.jobs.add(tx, runJobs.matchMessages, { name });
  }
}
