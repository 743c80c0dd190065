import { Injectable } from '@nestjs/common';
import { EditDocument } from '../../documents/card/edit-document.js';
import { hashOfContent } from '../../documents/files/content-hash.js';
import { Directory } from '../../organisation/directory/directory.js';
import type { Context } from '../../platform/context.js';
import { stateWords } from '../assignments/state-words.js';
import { Refusal } from '../../platform/errors.js';
import { say } from '../../platform/words/sentence.js';
import { movesFrom } from '../assignments/assignment-life.js';
import type { AssignmentRow } from '../assignments/assignment-row.js';
import { checkPerformer, moved } from '../assignments/check-performer.js';
import { StandIns } from '../assignments/stand-ins.js';
import { personValue, type PersonValue } from '../assignments/performer-functions.js';
import { applyFields, checkOutcome, checkUnmoved, placeOf, settleBelow, type Decision } from './decision.js';
import { loadDecided, lockAssignmentAndRun, type AssignmentToDecide } from './load-run.js';
import type { RunRecord } from './run-record.js';
import { ReportAssignment } from './report-assignment.js';
import { RunStepper } from './run-stepper.js';
import type { ClosedAssignment, HistoryEntry } from './save-run.js';

/**
 * A person's decision: the run is locked, the assignment closed with the hash of what was decided on, the route
 * stepped and the next assignments issued, all in the caller's transaction.
 */
@Injectable()
export class DecideAssignment {
  constructor(
    private readonly stepper: RunStepper,
    private readonly directory: Directory,
    private readonly edit: EditDocument,
    private readonly standIns: StandIns,
    private readonly reports: ReportAssignment,
  ) {}

  /**
   * @throws Refusal notFound, forbidden (somebody else's), conflict (decided already, or not what it was decided
   * on any more), invalid (outcome or reason missing)
   */
  async execute(context: Context, assignmentId: string, decision: Decision): Promise<void> {
    const issued = await this.issue(context, assignmentId, decision);
    if ('decided' in issued) await issued.decided;
  }

  /**
   * Like `execute`, without waiting for the answer to what it writes: where somebody else has changed the assignment at the
   * same moment, `decided` is rejected and the transaction cannot be committed.
   */
  async issue(context: Context, assignmentId: string, decision: Decision): Promise<IssuedDecision> {
    const found = await lockAssignmentAndRun(context.tx, assignmentId);
    if (!found) throw new Refusal('notFound', 'unknown-assignment', 'There is no such assignment.');
    const { assignment, run } = found;
    if (!run || assignment.acceptance) {
      await this.reports.take(context, found, decision);
      return { reported: true };
    }
    let { document } = found;
    const actingForId = await checkPerformer(context, this.standIns, assignment);
    checkDecidable(assignment, run);
    checkUnmoved(found, decision);
    checkOutcome(assignment, decision);
    await settleBelow(context, assignment, decision.closeSubAssignments);
    if (await applyFields(context, this.edit, found, decision))
      document = (await loadDecided(context.tx, assignmentId)) ?? document;
    const hash = hashOfContent(document, assignment.binding ?? undefined);
    const facts = { assignment, run, actingForId, version: document.version };
    const closed = closing(context, facts, decision, hash);
    const actingFor = actingForId === null ? null : (personValue(this.directory.snapshot(), actingForId) ?? null);
    const history = [decided(assignment, closed, actingFor)];
    const event = this.completion(context, assignment, decision);
    const stepped = await this.stepper.issue(context, run, event, { closed, history, document });
    if ('refused' in stepped) throw new Refusal('conflict', stepped.refused.code, stepped.refused.message);
    // More time that was asked for is not decided on any more.
    const rest = { lead_id: assignment.leadId, extension: null, document_fields: document.fields };
    return {
      decided: stepped.written.then(({ decided: row }) => (row ? { ...row, ...rest } : changedMeanwhile())),
      recallable: !stepped.acted && stepped.run.status !== 'cancelled',
    };
  }

  private completion(context: Context, assignment: AssignmentToDecide, decision: Decision) {
    return {
      type: 'complete' as const,
      at: context.now.getTime(),
      instance: assignment.instance ?? '',
      performer: personValue(this.directory.snapshot(), context.actor.id) ?? null,
      ...(decision.outcome === undefined ? {} : { outcome: decision.outcome }),
      ...(decision.comment === undefined ? {} : { comment: decision.comment }),
    };
  }
}

/** The assignment as it is once it is written; what is only reported waits for whoever accepts it. */
export type IssuedDecision =
  | {
      readonly decided: Promise<AssignmentRow>;
      /** Whether it may still be taken back, which ends when somebody opens what followed. */
      readonly recallable: boolean;
    }
  | { readonly reported: true };

interface DecisionFacts {
  readonly assignment: AssignmentToDecide;
  readonly run: RunRecord;
  /** The absent person for whom the actor decides. */
  readonly actingForId: string | null;
  /** Of the document. */
  readonly version: number;
}

function checkDecidable({ state }: AssignmentToDecide, run: RunRecord): void {
  if (movesFrom(state).length === 0 || run.status !== 'running') {
    const message = say(
      'This assignment is {state}: somebody has decided it, or the route went on without it. Nothing can be done with it any more.',
      { state: stateWords[state] },
    );
    throw new Refusal('conflict', 'already-decided', message);
  }
  moved(state, 'complete');
}

function closing(
  { actor }: Context,
  { assignment, run, actingForId, version }: DecisionFacts,
  decision: Decision,
  hash: string,
): ClosedAssignment {
  return {
    id: assignment.id,
    version: assignment.version,
    state: 'completed',
    outcome: decision.outcome ?? null,
    comment: decision.comment ?? null,
    closedBy: actor.id,
    performerId: actor.id,
    actingForId,
    contentHash: hash,
    decidedVersion: version,
    ...placeOf(run.state, assignment.instance),
  };
}

function changedMeanwhile(): never {
  const message = 'This assignment was changed at the same moment. Open it again.';
  throw new Refusal('conflict', 'already-decided', message);
}

function decided(
  assignment: AssignmentToDecide,
  closed: ClosedAssignment,
  actingFor: PersonValue | null,
): HistoryEntry {
  return {
    event: 'assignment.completed',
    detail: {
      assignment: assignment.id,
      step: assignment.step?.name ?? null,
      outcome: closed.outcome,
      comment: closed.comment,
      round: assignment.round,
      actingFor,
      contentHash: closed.contentHash,
    },
  };
}
