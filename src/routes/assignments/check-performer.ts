import { grantAccess } from '../../documents/access/grant-access.js';
import type { Context } from '../../platform/context.js';
import { moveWords, stateWords } from './state-words.js';
import { Refusal } from '../../platform/errors.js';
import { say, sayTogether } from '../../platform/words/sentence.js';
import { movesFrom, stateAfter, type AssignmentMove, type AssignmentState } from './assignment-life.js';
import type { StandIns } from './stand-ins.js';

/** As much of an assignment as says who may act on it. */
export interface ActedOn {
  readonly documentId: string;
  readonly performerId: string | null;
  readonly ownerId: string | null;
  readonly actingForId: string | null;
  readonly candidateIds: readonly string[];
  readonly wantedIds: readonly string[] | null;
  readonly excluded: readonly string[];
  readonly step: HeldStep | null;
}

/** As much of the step of an assignment as its life needs. */
export interface HeldStep {
  readonly name: string;
  /** By the id of each person who may not have it: the name of the step that they did. */
  readonly apart?: Readonly<Record<string, string>>;
}

/**
 * The performer acts, or a candidate, or the substitute of a performer who is absent now. Answers for whom: the absent
 * person, or null for oneself.
 * @throws Refusal notFound, forbidden, conflict (somebody who may not do this as well as what they did before)
 */
export async function checkPerformer(
  context: Context,
  standIns: StandIns,
  assignment: ActedOn,
): Promise<string | null> {
  const me = context.actor.id;
  // Candidates may decide only until one of them has it.
  const { performerId, actingForId, documentId, excluded } = assignment;
  if (excluded.includes(me)) throw apart(assignment, context.actor);
  if (performerId === me) return actingForId;
  if (performerId === null && assignment.candidateIds.includes(me)) {
    const wanted = assignment.wantedIds ?? [];
    return wanted.includes(me) ? null : standIns.behalfOf(context, wanted, documentId, excluded);
  }
  if (performerId !== null && (await standIns.actsFor(context, performerId, documentId, excluded))) {
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

/** Somebody may not have it who did what it must be kept apart from. */
export function apart(
  { step }: Pick<ActedOn, 'step'>,
  { id, name }: { readonly id: string; readonly name: string },
): Refusal {
  const done = step?.apart?.[id];
  const what = done === undefined ? say('a step that this one is kept apart from') : say('"{step}"', { step: done });
  const message = say('{name} did {what} and may not do "{step}" as well; somebody else has to.', {
    name,
    what,
    step: step?.name ?? say('this'),
  });
  return new Refusal('conflict', 'not-the-same-person', message);
}

/** The state that `move` leads to. @throws Refusal conflict, with what can be done instead */
export function moved(state: AssignmentState, move: AssignmentMove): AssignmentState {
  const after = stateAfter(state, move);
  if (after !== undefined) return after;
  const possible = movesFrom(state);
  const instead =
    possible.length > 0
      ? say('Possible now: {moves}.', { moves: possible.map((one) => moveWords[one]) })
      : say('Nothing can be done with it any more.');
  throw new Refusal(
    'conflict',
    'wrong-state',
    sayTogether([
      say('"{move}" cannot be done with an assignment that is {state}.', {
        move: moveWords[move],
        state: stateWords[state],
      }),
      instead,
    ]),
  );
}
