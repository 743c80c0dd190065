import { Injectable } from '@nestjs/common';
import type { DocumentRow } from '../../documents/document-row.js';
import { writeHistory } from '../../documents/history/write-history.js';
import { Directory } from '../../organisation/directory/directory.js';
import type { Context } from '../../platform/context.js';
import { JobQueue } from '../../platform/jobs/job-queue.js';
import { ActionRegistry } from '../actions/action-registry.js';
import { closeBelowWithdrawn } from '../assignments/close-tree.js';
import { startTriggers } from '../compile/starts.js';
import type { RouteGraph } from '../compile/route-graph.js';
import { RouteRegistry } from '../definitions/route-registry.service.js';
import type { RouteEvent, StepRefusal } from '../engine/protocol.js';
import { DocumentFacts } from './document-facts.js';
import { runJobs, type AskedAgain, type RunChanges, type RunRecord } from './run-record.js';
import { saveRun, type ClosedAssignment, type HistoryEntry, type RunWrite, type Saved } from './save-run.js';
import { readSubscriptions, saveSubscriptions, type SubscriptionsToWrite } from './save-subscriptions.js';
import { sendThrown } from './send-thrown.js';
import type { RunSurroundings } from './run-surroundings.js';
import { settleRun } from './settle-run.js';

/** What is written together with a step. */
export interface StepExtras {
  readonly history?: readonly HistoryEntry[];
  readonly closed?: ClosedAssignment;
  readonly askedAgain?: AskedAgain;
  readonly reissued?: RunSurroundings['reissued'];
  /** The document's row, when the caller has it already. */
  readonly document?: DocumentRow;
}

export type Stepped = { readonly run: RunRecord } | { readonly refused: StepRefusal } | { readonly outdated: true };

/** A step whose statements are on their way. */
export interface IssuedStep {
  readonly run: RunRecord;
  /** Something has left the run, or will by itself: an action, a message. */
  readonly acted: boolean;
  readonly written: Promise<Saved>;
}

interface Settled {
  readonly write: RunWrite;
  /** Whether others may wait for the run to end. */
  readonly queued: boolean;
  /** Messages that begin the route: one may have been kept from it while this run went on. */
  readonly begunBy: readonly string[];
  readonly awaited: SubscriptionsToWrite | undefined;
}

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
    const settled = await this.settle(context, run, event, extras);
    if ('refused' in settled) return settled;
    return (await this.save(context, settled)).written ? { run: settled.write.run } : { outdated: true };
  }

  /**
   * Like `step`, without waiting for the answers to what it writes: where the assignment to be closed has changed
   * meanwhile, the transaction cannot be committed.
   */
  async issue(
    context: Context,
    run: RunRecord,
    event: RouteEvent,
    extras: StepExtras,
  ): Promise<IssuedStep | { readonly refused: StepRefusal }> {
    const settled = await this.settle(context, run, event, extras);
    if ('refused' in settled) return settled;
    const { run: after, changes } = settled.write;
    return { run: after, acted: hasActed(changes), written: this.save(context, settled) };
  }

  /**
   * Writes the step, and what other runs have to do with it; most routes have nothing of the kind. Everything is sent at
   * once: the caller may send its COMMIT before the answers have come.
   */
  private async save(context: Context, settled: Settled): Promise<Saved> {
    const saved = saveRun(context, this.jobs, settled.write);
    const followed = Promise.all(this.follow(context, settled));
    // Where the step could not be written, the rest failed with it.
    followed.catch(() => undefined);
    const answer = await saved;
    if (answer.written) await followed;
    return answer;
  }

  private follow(context: Context, { write, queued, begunBy, awaited }: Settled): Promise<unknown>[] {
    const { run, changes } = write;
    const sent = sendThrown(context, this.jobs, run, changes.thrown);
    if (changes.withdrawn.length > 0) {
      const instances = changes.withdrawn.map(({ instance }) => instance);
      sent.push(closeBelowWithdrawn(context, run.id, instances));
    }
    if (awaited) {
      sent.push(saveSubscriptions(context.tx, run.id, awaited));
      sent.push(...awaited.messages.map((name) => this.jobs.add(context.tx, runJobs.matchMessages, { name })));
    }
    if (run.status !== 'running') {
      const { documentId, route } = run;
      if (queued) sent.push(this.jobs.add(context.tx, runJobs.startQueued, { documentId, route }));
      sent.push(...begunBy.map((name) => this.jobs.add(context.tx, runJobs.matchMessages, { name, documentId })));
    }
    return sent;
  }

  private async settle(
    context: Context,
    run: RunRecord,
    event: RouteEvent,
    extras: StepExtras,
  ): Promise<Settled | { refused: StepRefusal }> {
    const library = await this.routes.library(
      {
        route: run.route,
        version: run.routeVersion,
        called: run.calledVersions,
      },
      context.tx,
    );
    const facts = this.documents.of(context, run.documentId, extras.document);
    let untold = extras.history ?? [];
    const beforeActing = async () => {
      // What was registered a moment ago has its number by the time that an action sees it.
      if (extras.document?.number === '') facts.forget();
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
        beforeActing,
        ...(extras.askedAgain ? { askedAgain: extras.askedAgain } : {}),
        ...(extras.reissued ? { reissued: extras.reissued } : {}),
      },
      run.state,
      event,
    );
    if ('refused' in settled) return settled;
    const { state, changes } = settled;
    const status = state.status === 'finished' || state.status === 'cancelled' ? state.status : 'running';
    const after: RunRecord = { ...run, state, status, sequence: run.sequence + 1, documentVersion: facts.version() };
    const history = [...untold, ...endOf(after)];
    const write = {
      run: after,
      isNew: run.sequence === 0 && run.status !== 'queued',
      exclusive: library.main.runs !== 'parallel',
      documentVersionBefore: run.documentVersion,
      changes,
      history,
      ...(extras.closed ? { closed: extras.closed } : {}),
    };
    const awaited = await readSubscriptions(library, after, () => facts.read(), context.now.getTime());
    return { write, queued: library.main.runs === 'queue', begunBy: startMessages(library.main), awaited };
  }
}

function hasActed({ events, jobs, thrown }: RunChanges): boolean {
  const done = events.some(({ type }) => type === 'action-done' || type === 'action-failed');
  return done || thrown.length > 0 || jobs.some(({ name }) => name === runJobs.action);
}

function endOf(run: RunRecord): HistoryEntry[] {
  return run.status === 'running' ? [] : [{ event: `route.${run.status}`, detail: { run: run.id, route: run.route } }];
}

function startMessages(graph: RouteGraph): string[] {
  return startTriggers(graph).flatMap(({ trigger }) => (trigger.type === 'message' ? [trigger.name] : []));
}
