import { Injectable } from '@nestjs/common';
import { writeHistory } from '../../documents/history/write-history.js';
import { Directory } from '../../organisation/directory/directory.js';
import type { Context } from '../../platform/context.js';
import { JobQueue } from '../../platform/jobs/job-queue.js';
import { ActionRegistry } from '../actions/action-registry.js';
import { RouteRegistry } from '../definitions/route-registry.service.js';
import type { RouteEvent, StepRefusal } from '../engine/protocol.js';
import { DocumentFacts } from './document-facts.js';
import type { RunRecord } from './run-record.js';
import { saveRun, type ClosedAssignment, type HistoryEntry } from './save-run.js';
import { settleRun } from './settle-run.js';

/** What is written together with a step. */
export interface StepExtras {
  readonly history?: readonly HistoryEntry[];
  readonly closed?: ClosedAssignment;
}

export type Stepped = { readonly run: RunRecord } | { readonly refused: StepRefusal } | { readonly outdated: true };

/** Steps a locked run with one event and writes everything that follows from it. */
@Injectable()
export class RunStepper {
  constructor(
    private readonly routes: RouteRegistry,
    private readonly actions: ActionRegistry,
    private readonly directory: Directory,
    private readonly documents: DocumentFacts,
    private readonly jobs: JobQueue,
  ) {}

  /**
   * @param run locked by the caller, or new (`sequence` 0)
   * @returns the run after the step; `refused` for a stale event; `outdated` when the assignment to be closed has
   * changed meanwhile (the caller rolls back)
   */
  async step(context: Context, run: RunRecord, event: RouteEvent, extras: StepExtras = {}): Promise<Stepped> {
    const library = await this.routes.library({
      route: run.route,
      version: run.routeVersion,
      called: run.calledVersions,
    });
    const facts = this.documents.of(context, run.documentId);
    let untold = extras.history ?? [];
    const tell = async () => {
      const told = untold;
      untold = [];
      for (const { event: name, detail } of told) await writeHistory(context, run.documentId, name, detail);
    };
    const settled = await settleRun(
      context,
      {
        runId: run.id,
        documentId: run.documentId,
        startedBy: run.startedBy,
        library,
        organisation: this.directory.snapshot(),
        actions: this.actions,
        facts,
        beforeActing: tell,
      },
      run.state,
      event,
    );
    if ('refused' in settled) return settled;
    const { state, changes } = settled;
    const status = state.status === 'finished' || state.status === 'cancelled' ? state.status : 'running';
    const after: RunRecord = { ...run, state, status, sequence: run.sequence + 1, documentVersion: facts.version() };
    const history = [...untold, ...endOf(after)];
    const saved = await saveRun(context, this.jobs, {
      run: after,
      isNew: run.sequence === 0,
      documentVersionBefore: run.documentVersion,
      changes,
      history,
      ...(extras.closed ? { closed: extras.closed } : {}),
    });
    return saved ? { run: after } : { outdated: true };
  }
}

function endOf(run: RunRecord): HistoryEntry[] {
  return run.status === 'running' ? [] : [{ event: `route.${run.status}`, detail: { run: run.id, route: run.route } }];
}
