import { startVariables } from '../../compile/starts.js';
import { beginScope } from '../containers.js';
import type { Draft } from '../draft.js';
import type { EventOf, StepRefusal } from '../protocol.js';
import type { Instance } from '../state.js';
import { refuse } from './refusals.js';

/** Begins a run at a start event. */
export function start(draft: Draft, event: EventOf<'start'>): StepRefusal | null {
  if (draft.status !== 'new') return refuse('already-started', 'the run has been started already');
  const { root } = draft.library.main;
  let chosen = root.starts.filter(({ trigger }) => trigger.type === 'none');
  if (event.startEvent !== undefined) chosen = root.starts.filter(({ id }) => id === event.startEvent);
  else if (event.message !== undefined) {
    chosen = root.starts.filter(({ trigger }) => trigger.type === 'message' && trigger.name === event.message);
  } else if (chosen.length === 0) chosen = root.starts.slice(0, 1);
  if (
    chosen.length === 0 &&
    (root.starts.length > 0 || root.implicitStarts.length === 0 || event.startEvent !== undefined)
  ) {
    return refuse(
      'no-start',
      `the route has no start event ${event.startEvent ?? event.message ?? 'that begins by itself'}`,
    );
  }
  draft.status = 'active';
  const variables = startVariables(draft.library.main, event.variables ?? {}, event.facts, event.at);
  if ('failure' in variables) return refuse('malformed', variables.failure);
  draft.variables = variables.values;
  const instance: Instance = {
    id: draft.nextId('i'),
    parent: null,
    element: root.id,
    state: 'active',
    since: draft.at,
  };
  draft.add(instance);
  draft.log('entered', root, instance);
  beginScope(draft, instance, root, chosen.slice(0, 1));
  return null;
}
