/** States of an assignment after WS-HumanTask 1.1 (section 4.10); `reported` and `returned` belong to the controller. */
export const assignmentStates = [
  'created',
  'ready',
  'reserved',
  'in-progress',
  'suspended',
  'completed',
  'failed',
  'obsolete',
  'exited',
  'reported',
  'returned',
] as const;
export type AssignmentState = (typeof assignmentStates)[number];

/** Something that is done to an assignment. */
export type AssignmentMove =
  | 'claim'
  | 'release'
  | 'delegate'
  | 'forward'
  | 'start'
  | 'suspend'
  | 'resume'
  | 'skip'
  | 'fail'
  | 'complete'
  | 'report'
  | 'accept'
  | 'return'
  | 'extend'
  | 'cancel'
  | 'withdraw';

type Ways = Partial<Record<AssignmentState, AssignmentState>>;

/** From every state in which somebody has it, or may take it, to one. */
const held = (to: AssignmentState): Ways => ({ ready: to, reserved: to, 'in-progress': to, returned: to });
/** From every state in which it is not over. */
const open = (to: AssignmentState): Ways => ({ created: to, ...held(to), suspended: to, reported: to });

const transitions: Readonly<Record<AssignmentMove, Ways>> = {
  claim: { ready: 'reserved' },
  release: { reserved: 'ready', 'in-progress': 'ready', returned: 'ready' },
  delegate: held('reserved'),
  // Also what was laid aside: whoever did that may have left.
  forward: { ...held('reserved'), suspended: 'reserved' },
  start: { reserved: 'in-progress', returned: 'in-progress', 'in-progress': 'in-progress' },
  suspend: held('suspended'),
  resume: { suspended: 'reserved' },
  skip: held('obsolete'),
  fail: held('failed'),
  complete: held('completed'),
  report: held('reported'),
  accept: { reported: 'completed' },
  return: { reported: 'returned' },
  // Asking for more time changes nothing else.
  extend: {
    reserved: 'reserved',
    'in-progress': 'in-progress',
    suspended: 'suspended',
    returned: 'returned',
  },
  cancel: open('obsolete'),
  withdraw: open('obsolete'),
};

/** The state that `move` leads to; undefined when it is not allowed in `state`. */
export function stateAfter(state: AssignmentState, move: AssignmentMove): AssignmentState | undefined {
  return transitions[move][state];
}

/** What can be done in `state`, for a person who tried something else. */
export function movesFrom(state: AssignmentState): AssignmentMove[] {
  const moves = Object.keys(transitions) as AssignmentMove[];
  return moves.filter((move) => move !== 'withdraw' && stateAfter(state, move) !== undefined);
}

/** States in which an assignment still waits for somebody. The partial indexes of the table name the same ones. */
export const openStates: readonly AssignmentState[] = [
  'created',
  'ready',
  'reserved',
  'in-progress',
  'suspended',
  'returned',
];

/** True for a state in which the assignment still waits for its performer. */
export function isOpen(state: AssignmentState): boolean {
  return openStates.includes(state);
}
