import { Draft } from './draft.js';
import { drain } from './driver.js';
import { handle } from './handle.js';
import { machinery } from './machinery.js';
import type { RouteEvent, RouteLibrary, StepResult } from './protocol.js';
import { initialState } from './state.js';
import type { RunState } from './state.js';

/**
 * One step of a run: an event happens, everything that follows from it is worked out until the run waits again. Pure: the
 * same library, state and event give the same answer, and the state given is never changed. A stale or impossible event is
 * refused with a reason. Whatever fails inside the route is an incident in the new state.
 */
export function step(library: RouteLibrary, state: RunState, event: RouteEvent): StepResult {
  const draft = new Draft(library, machinery, state, event);
  const refused = handle(draft, event);
  if (refused) return { refused };
  if (draft.status === 'active' && event.type !== 'restore') drain(draft);
  return { state: draft.toState(), commands: draft.commands, trail: draft.trail };
}

/**
 * Builds the state of a run again from its recorded events. A recorded event that is refused is a fault of the record. Where
 * the run has been taken to another version of its route, what came before belongs to the other version and is not looked
 * at: the record of that moment holds the whole state. So does a record that begins with being put into another state.
 */
export function replay(
  library: RouteLibrary,
  events: readonly RouteEvent[],
  from: RunState = initialState(),
): RunState {
  const migrated = events.findLastIndex(
    (event, index) => event.type === 'restore' && (event.reason === 'migration' || index === 0),
  );
  const restored = events[migrated];
  const first = restored?.type === 'restore' ? restored.state : from;
  return events.slice(Math.max(migrated, 0)).reduce((current, event, index) => {
    const result = step(library, current, event);
    if ('refused' in result)
      throw new Error(
        `event ${index + Math.max(migrated, 0) + 1} (${event.type}) is refused: ${result.refused.message}`,
      );
    return result.state;
  }, first);
}
