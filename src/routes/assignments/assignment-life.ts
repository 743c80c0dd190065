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
export type AssignmentMove = 'claim' | 'release' | 'delegate' | 'forward' | 'complete' | 'withdraw';

const transitions: Readonly<Record<AssignmentMove, Partial<Record<AssignmentState, AssignmentState>>>> = {
  claim: { ready: 'reserved' },
  release: { reserved: 'ready', 'in-progress': 'ready', returned: 'ready' },
  delegate: { ready: 'reserved', reserved: 'reserved', 'in-progress': 'reserved', returned: 'reserved' },
  forward: { ready: 'reserved', reserved: 'reserved', 'in-progress': 'reserved', returned: 'reserved' },
  complete: { ready: 'completed', reserved: 'completed', 'in-progress': 'completed', returned: 'completed' },
  withdraw: {
    created: 'obsolete',
    ready: 'obsolete',
    reserved: 'obsolete',
    'in-progress': 'obsolete',
    suspended: 'obsolete',
    returned: 'obsolete',
  },
};

/** The state that `move` leads to; undefined when it is not allowed in `state`. */
export function stateAfter(state: AssignmentState, move: AssignmentMove): AssignmentState | undefined {
  return transitions[move][state];
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
