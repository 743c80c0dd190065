import { conform } from '../differences.js';
import type { Draft } from '../draft.js';
import type { EventOf, StepRefusal } from '../protocol.js';
import { stateProblem } from '../state-problem.js';
import { refuse } from './refusals.js';

/**
 * The run is put into a state that was worked out beforehand; the surroundings follow. Nothing moves on by itself: conditions
 * are looked at with the next event.
 */
export function restore(draft: Draft, event: EventOf<'restore'>): StepRefusal | null {
  const before = draft.toState();
  const problem = stateProblem(draft.library, event.state);
  if (problem !== null) return refuse('malformed', `this is not a state of the route: ${problem}`);
  // a replay begins with the state that a migration leaves, and has no other place to find the counter
  if (event.reason === 'migration' && event.state.counter < before.counter)
    return refuse('malformed', 'the state is older than the run');
  draft.replace(event.state);
  const detail = event.detail === undefined ? event.reason : `${event.reason}: ${event.detail}`;
  const { root } = draft.library.main;
  const { renamed } = event;
  draft.trail.push({
    ...{ at: draft.at, event: 'restored', element: root.id, detail },
    ...(root.name === undefined ? {} : { name: root.name }),
    ...(renamed === undefined ? {} : { renamed }),
  });
  conform(draft, before);
  return null;
}
