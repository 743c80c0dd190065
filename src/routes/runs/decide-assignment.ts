import { Injectable } from '@nestjs/common';
import { grantAccess } from '../../documents/access/grant-access.js';
import { EditDocument } from '../../documents/card/edit-document.js';
import { hashOfContent } from '../../documents/files/content-hash.js';
import { Directory } from '../../organisation/directory/directory.js';
import type { Context } from '../../platform/context.js';
import { Refusal } from '../../platform/errors.js';
import { isOpen } from '../assignments/assignment-life.js';
import { StandIns } from '../assignments/stand-ins.js';
import { personValue, type PersonValue } from '../assignments/performer-functions.js';
import { loadDecided, lockAssignmentAndRun, type AssignmentToDecide } from './load-run.js';
import type { RunRecord } from './run-record.js';
import { RunStepper } from './run-stepper.js';
import type { ClosedAssignment, HistoryEntry } from './save-run.js';

export interface Decision {
  readonly outcome?: string | undefined;
  readonly comment?: string | undefined;
  /** Changes of the card that the step allows. */
  readonly fields?: Readonly<Record<string, unknown>> | undefined;
}

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
  ) {}

  /**
   * @throws Refusal notFound, forbidden (somebody else's), conflict (decided already), invalid (outcome or reason missing)
   */
  async execute(context: Context, assignmentId: string, decision: Decision): Promise<RunRecord> {
    return (await this.issue(context, assignmentId, decision)).written;
  }

  /**
   * Like `execute`, without waiting for the answer to what it writes: where somebody else has changed the assignment at the
   * same moment, `written` is rejected and the transaction cannot be committed.
   */
  async issue(
    context: Context,
    assignmentId: string,
    decision: Decision,
  ): Promise<{ readonly written: Promise<RunRecord> }> {
    const found = await lockAssignmentAndRun(context.tx, assignmentId);
    if (!found?.run) throw new Refusal('notFound', 'unknown-assignment', 'There is no such assignment.');
    const { assignment, run } = found;
    let { document } = found;
    const actingForId = await this.checkPerformer(context, assignment);
    if (!isOpen(assignment.state) || run.status !== 'running') {
      throw new Refusal(
        'conflict',
        'already-decided',
        'This assignment is closed; somebody has decided it, or the route went on without it.',
      );
    }
    checkOutcome(assignment, decision);
    if (await this.applyFields(context, assignment, decision.fields))
      document = (await loadDecided(context.tx, assignmentId)) ?? document;
    const hash = hashOfContent(document, assignment.binding ?? undefined);
    const facts = { assignment, run, actingForId, version: document.version };
    const closed = closing(context, facts, decision, hash);
    const actingFor = actingForId === null ? null : (personValue(this.directory.snapshot(), actingForId) ?? null);
    const history = [decided(assignment, closed, actingFor)];
    const event = this.completion(context, assignment, decision);
    const stepped = await this.stepper.issue(context, run, event, { closed, history, document });
    if ('refused' in stepped) throw new Refusal('conflict', stepped.refused.code, stepped.refused.message);
    return { written: stepped.written.then((saved) => (saved ? stepped.run : changedMeanwhile())) };
  }

  /**
   * The performer decides, or a candidate, or the substitute of a performer who is absent now. Answers for whom: the
   * absent person, or null for oneself.
   */
  private async checkPerformer(context: Context, assignment: AssignmentToDecide): Promise<string | null> {
    const me = context.actor.id;
    // Candidates may decide only until one of them has it.
    const { performerId, actingForId, documentId, excluded } = assignment;
    if (performerId === me) return actingForId;
    if (performerId === null && assignment.candidateIds.includes(me)) {
      const wanted = assignment.wantedIds ?? [];
      return wanted.includes(me) ? null : this.standIns.behalfOf(context, wanted, documentId, excluded);
    }
    if (performerId !== null && (await this.standIns.actsFor(context, performerId, documentId, excluded))) {
      // Whoever decides may read what was decided on, from then on.
      await grantAccess(context.tx, documentId, [me], 'assignment');
      return actingForId ?? performerId;
    }
    const visible = context.actor.roles.includes('admin') || assignment.ownerId === me || assignment.actingForId === me;
    if (!visible) throw new Refusal('notFound', 'unknown-assignment', 'There is no such assignment.');
    throw new Refusal(
      'forbidden',
      'not-your-assignment',
      "This assignment is another person's; it must be forwarded to you first.",
    );
  }

  /** Answers whether it changed the document. */
  private async applyFields(
    context: Context,
    assignment: AssignmentToDecide,
    fields: Decision['fields'],
  ): Promise<boolean> {
    if (fields === undefined || Object.keys(fields).length === 0) return false;
    const editable = assignment.step?.editable ?? [];
    const refused = Object.keys(fields).filter((key) => !editable.includes(key));
    if (refused.length > 0) {
      const problems = refused.map((key) => ({
        path: `fields.${key}`,
        code: 'not-editable-here',
        message:
          editable.length > 0
            ? `This step allows changes of ${editable.join(', ')} only.`
            : 'This step allows no changes of the card.',
      }));
      throw new Refusal('invalid', 'not-editable-here', 'The step does not allow these changes.', problems);
    }
    // The step gives the right to change these fields, which the performer need not have otherwise.
    const allowed = { ...context, actor: { ...context.actor, kind: 'system' as const } };
    await this.edit.execute(allowed, assignment.documentId, { fields });
    return true;
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

interface DecisionFacts {
  readonly assignment: AssignmentToDecide;
  readonly run: RunRecord;
  /** The absent person for whom the actor decides. */
  readonly actingForId: string | null;
  /** Of the document. */
  readonly version: number;
}

function closing(
  { actor }: Context,
  { assignment, run, actingForId, version }: DecisionFacts,
  decision: Decision,
  hash: string,
): ClosedAssignment {
  const instance = run.state.instances[assignment.instance ?? ''];
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
    container: instance?.parent ?? null,
    turn: instance?.turn ?? null,
  };
}

function changedMeanwhile(): never {
  const message = 'This assignment was changed at the same moment. Open it again.';
  throw new Refusal('conflict', 'already-decided', message);
}

function checkOutcome(assignment: AssignmentToDecide, decision: Decision): void {
  const keys = assignment.outcomes.map((outcome) => outcome.key);
  const chosen = assignment.outcomes.find((outcome) => outcome.key === decision.outcome);
  if (keys.length > 0 && !chosen) {
    const message = `The outcome must be one of ${keys.join(', ')}.`;
    throw new Refusal('invalid', 'undeclared-outcome', message, [
      { path: 'outcome', code: 'undeclared-outcome', message },
    ]);
  }
  if (chosen?.reasonRequired && !decision.comment?.trim()) {
    const message = `A reason is needed for "${chosen.key}": say it in the comment.`;
    throw new Refusal('invalid', 'reason-required', message, [{ path: 'comment', code: 'reason-required', message }]);
  }
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
