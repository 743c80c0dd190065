import type { EditDocument } from '../../documents/card/edit-document.js';
import { Refusal } from '../../platform/errors.js';
import { stateWords } from '../assignments/state-words.js';
import { say, sayTogether, type Sentence } from '../../platform/words/sentence.js';
import type { Context, Tx } from '../../platform/context.js';
import { stepProblems } from '../assignments/step-fields.js';
import { closeTree } from '../assignments/close-tree.js';
import type { RunState } from '../engine/state.js';
import type { AssignmentToDecide, LockedAssignment } from './load-run.js';

/** What a performer decides or reports. */
export interface Decision {
  readonly outcome?: string | undefined;
  readonly comment?: string | undefined;
  /** Changes of the card that the step allows. */
  readonly fields?: Readonly<Record<string, unknown>> | undefined;
  /** Ends what is still open below; without it that stands in the way. */
  readonly closeSubAssignments?: boolean | undefined;
  /** What was seen when it was decided; absent: whatever it is now. */
  readonly version?: number | undefined;
  readonly documentVersion?: number | undefined;
}

/**
 * A decision that was taken a while ago, without a connection perhaps, counts for what was seen then.
 * @throws Refusal conflict, with the versions that the assignment and its document have now
 */
export function checkUnmoved(
  { assignment, document }: Pick<LockedAssignment, 'assignment' | 'document'>,
  seen: Pick<Decision, 'version' | 'documentVersion'>,
): void {
  const moved: Sentence[] = [];
  if (seen.documentVersion !== undefined && seen.documentVersion !== document.version)
    moved.push(
      say('The document was at version {then} then and is at version {now} now.', {
        then: seen.documentVersion,
        now: document.version,
      }),
    );
  if (seen.version !== undefined && seen.version !== assignment.version)
    moved.push(
      say('The assignment has changed since then; it is {state} now.', { state: stateWords[assignment.state] }),
    );
  if (moved.length === 0) return;
  const now = { version: assignment.version, documentVersion: document.version };
  const message = sayTogether([...moved, say('Look at what has changed and decide again.')]);
  throw new Refusal('conflict', 'version-moved', message, [], now);
}

/** @throws Refusal invalid for an outcome that is not offered, or without the reason that it needs */
export function checkOutcome(assignment: AssignmentToDecide, decision: Decision): void {
  const keys = assignment.outcomes.map((outcome) => outcome.key);
  const chosen = assignment.outcomes.find((outcome) => outcome.key === decision.outcome);
  if (keys.length > 0 && !chosen) {
    const message = say('The outcome must be one of {outcomes}.', { outcomes: keys.join(', ') });
    throw new Refusal('invalid', 'undeclared-outcome', message, [
      { path: 'outcome', code: 'undeclared-outcome', message },
    ]);
  }
  if (chosen?.reasonRequired && !decision.comment?.trim()) {
    const message = say('A reason is needed for "{outcome}": say it in the comment.', { outcome: chosen.key });
    throw new Refusal('invalid', 'reason-required', message, [{ path: 'comment', code: 'reason-required', message }]);
  }
}

/**
 * Writes the changes of the card that the step allows; answers whether there were any.
 * @throws Refusal invalid for fields that the step does not open or that it needs, and those of an edit
 */
export async function applyFields(
  context: Context,
  edit: EditDocument,
  { assignment, document }: Pick<LockedAssignment, 'assignment' | 'document'>,
  { outcome, fields = {} }: Decision,
): Promise<boolean> {
  const refuses = assignment.outcomes.some(({ key, reasonRequired }) => key === outcome && reasonRequired);
  const problems = stepProblems(assignment.step, { sent: fields, before: document.fields, refuses });
  if (problems[0]?.code === 'not-editable-here')
    throw new Refusal('invalid', 'not-editable-here', 'The step does not allow these changes.', problems);
  if (problems.length > 0) {
    const named = problems.map(({ path }) => path.replace('fields.', '')).join(', ');
    throw new Refusal(
      'invalid',
      'required-here',
      say('The step needs these fields first: {named}.', { named }),
      problems,
    );
  }
  if (Object.keys(fields).length === 0) return false;
  // The step gives the right to change these fields, which the performer need not have otherwise.
  const allowed = { ...context, actor: { ...context.actor, kind: 'system' as const } };
  await edit.execute(allowed, assignment.documentId, { fields });
  return true;
}

/**
 * Sub-assignments end before what they were issued for, or with it.
 * @throws Refusal conflict, with those that are still open
 */
export async function settleBelow(
  context: Context,
  assignment: Pick<AssignmentToDecide, 'id' | 'openBelow'>,
  close: boolean | undefined,
): Promise<void> {
  if (!assignment.openBelow) return;
  if (close) {
    // Before those below, as whoever issues another one locks them.
    await context.tx.query('SELECT FROM assignment WHERE id = $1 FOR UPDATE', [assignment.id]);
    await closeTree(context, [assignment.id]);
    return;
  }
  const open = await openBelow(context.tx, assignment.id);
  if (open.length === 0) return;
  const message = say('{count} sub-assignments are still open. Wait for them, or end them with closeSubAssignments.', {
    count: open.length,
  });
  throw new Refusal('conflict', 'open-sub-assignments', message, [], { open });
}

async function openBelow(
  tx: Tx,
  parentId: string,
): Promise<{ id: string; state: string; performerId: string | null }[]> {
  return tx.query(
    `SELECT id, state, performer_id AS "performerId" FROM assignment WHERE parent_id = $1 AND closed_at IS NULL ORDER BY id`,
    [parentId],
  );
}

/**
 * Where a decision would be asked for again: the instance that holds the decided one and the turn of its loop. For a vote
 * that is confirmed after its loop is over, that is the loop as it was.
 */
export function placeOf(state: RunState, instanceId: string | null): { container: string | null; turn: number | null } {
  const instance = state.instances[instanceId ?? ''];
  if (!instance) return { container: null, turn: null };
  const turn = instance.turn ?? instance.confirms?.turn ?? null;
  const parent = instance.parent === null ? undefined : state.instances[instance.parent];
  const over = turn !== null && parent && !parent.loop ? parent.over?.[instance.element] : undefined;
  return { container: over?.id ?? instance.parent, turn };
}
