import type { InstanceState } from './state.js';

/** Legal next states of an element instance. */
const transitions: Readonly<Record<InstanceState, readonly InstanceState[]>> = {
  created: ['active'],
  active: ['completing', 'terminating'],
  completing: ['completed', 'terminating'],
  completed: [],
  terminating: ['terminated'],
  terminated: [],
};

/** Whether an instance may go from one state to another. */
export function mayBecome(from: InstanceState, to: InstanceState): boolean {
  return transitions[from].includes(to);
}

/** Throws when the engine itself would break the lifecycle: always a bug, never bad input. */
export function assertTransition(from: InstanceState, to: InstanceState, what: string): void {
  if (!mayBecome(from, to)) throw new Error(`element instance ${what} cannot go from ${from} to ${to}`);
}
