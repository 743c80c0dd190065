import { Injectable } from '@nestjs/common';
import { EditDocument } from '../../documents/card/edit-document.js';
import { loadDocument } from '../../documents/document-row.js';
import { contentHash } from '../../documents/files/content-hash.js';
import { Directory } from '../../organisation/directory/directory.js';
import type { Context } from '../../platform/context.js';
import { Refusal } from '../../platform/errors.js';
import { isOpen } from '../assignments/assignment-life.js';
import { StandIns } from '../assignments/stand-ins.js';
import { personValue } from '../assignments/performer-functions.js';
import { lockAssignmentAndRun, type AssignmentToDecide } from './load-run.js';
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
    const found = await lockAssignmentAndRun(context.tx, assignmentId);
    if (!found?.run) throw new Refusal('notFound', 'unknown-assignment', 'There is no such assignment.');
    const { assignment, run } = found;
    await this.checkPerformer(context, assignment);
    if (!isOpen(assignment.state) || run.status !== 'running') {
      throw new Refusal(
        'conflict',
        'already-decided',
        'This assignment is closed; somebody has decided it, or the route went on without it.',
      );
    }
    checkOutcome(assignment, decision);
    await this.applyFields(context, assignment, decision.fields);
    // Both in one round trip: what was decided on, and what the route goes on with.
    const [hash, document] = await Promise.all([
      contentHash(context.tx, assignment.documentId, assignment.binding ?? undefined),
      loadDocument(context.tx, assignment.documentId),
    ]);
    const closed = closing(context, { assignment, run, version: document?.version ?? null }, decision, hash);
    const stepped = await this.stepper.step(context, run, this.completion(context, assignment, decision), {
      closed,
      history: [decided(assignment, closed)],
      ...(document ? { document } : {}),
    });
    if ('refused' in stepped) throw new Refusal('conflict', stepped.refused.code, stepped.refused.message);
    if ('outdated' in stepped)
      throw new Refusal(
        'conflict',
        'already-decided',
        'This assignment was changed at the same moment. Open it again.',
      );
    return stepped.run;
  }

  /** The performer decides, or a candidate, or the substitute of a performer who is absent now. */
  private async checkPerformer(context: Context, assignment: AssignmentToDecide): Promise<void> {
    const me = context.actor.id;
    // Candidates may decide only until one of them has it.
    if (assignment.performerId === me) return;
    if (assignment.performerId === null && assignment.candidateIds.includes(me)) return;
    const { performerId, documentId, excluded } = assignment;
    if (performerId !== null && (await this.standIns.actsFor(context, performerId, documentId, excluded))) return;
    const visible = context.actor.roles.includes('admin') || assignment.ownerId === me || assignment.actingForId === me;
    if (!visible) throw new Refusal('notFound', 'unknown-assignment', 'There is no such assignment.');
    throw new Refusal(
      'forbidden',
      'not-your-assignment',
      "This assignment is another person's; it must be forwarded to you first.",
    );
  }

  private async applyFields(
    context: Context,
    assignment: AssignmentToDecide,
    fields: Decision['fields'],
  ): Promise<void> {
    if (fields === undefined || Object.keys(fields).length === 0) return;
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

function closing(
  { actor }: Context,
  { assignment, run, version }: { assignment: AssignmentToDecide; run: RunRecord; version: number | null },
  decision: Decision,
  hash: string,
): ClosedAssignment {
  const instance = run.state.instances[assignment.instance ?? ''];
  const standsIn = assignment.performerId !== null && assignment.performerId !== actor.id;
  return {
    id: assignment.id,
    version: assignment.version,
    state: 'completed',
    outcome: decision.outcome ?? null,
    comment: decision.comment ?? null,
    closedBy: actor.id,
    performerId: actor.id,
    actingForId: standsIn ? assignment.performerId : assignment.actingForId,
    contentHash: hash,
    decidedVersion: version,
    container: instance?.parent ?? null,
    turn: instance?.turn ?? null,
  };
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

function decided(assignment: AssignmentToDecide, closed: ClosedAssignment): HistoryEntry {
  return {
    event: 'assignment.completed',
    detail: {
      assignment: assignment.id,
      step: assignment.step?.name ?? null,
      outcome: closed.outcome,
      comment: closed.comment,
      round: assignment.round,
      actingFor: closed.actingForId,
      contentHash: closed.contentHash,
    },
  };
}
