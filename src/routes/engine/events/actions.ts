import type { Draft } from '../draft.js';
import { actionOf } from '../elements/action.js';
import { clearIncident, raiseIncident } from '../incidents.js';
import type { EventOf, StepRefusal } from '../protocol.js';
import { setVariables } from '../scope.js';
import type { Instance } from '../state.js';
import { throwError } from '../throwing.js';
import { isRefusal, refuse, waitingInstance } from './refusals.js';
import { proceed } from './tasks.js';

/** An automatic action has been carried out. */
export function actionDone(draft: Draft, event: EventOf<'action-done'>): StepRefusal | null {
  const instance = actingInstance(draft, event.instance);
  if (isRefusal(instance)) return instance;
  const node = draft.nodeOf(instance);
  const action = actionOf(node);
  forgetFailures(draft, instance.id);
  if (action?.result !== undefined && event.result !== undefined)
    setVariables(draft, instance, { [action.result]: event.result });
  return proceed(draft, node, instance, event.variables);
}

function forgetFailures(draft: Draft, instance: string): void {
  for (const incident of Object.values(draft.incidents)) {
    if (incident.instance === instance && incident.phase === 'enter') clearIncident(draft, incident);
  }
}

/** The instance with that id, if it has an automatic action under way. */
function actingInstance(draft: Draft, id: string): Instance | StepRefusal {
  const instance = waitingInstance(draft, id);
  if (isRefusal(instance)) return instance;
  const node = draft.nodeOf(instance);
  if (actionOf(node) && !instance.loop) return instance;
  return refuse('not-waiting', `${node.name ?? node.id} has no automatic action under way`);
}

/** An automatic action has failed. */
export function actionFailed(draft: Draft, event: EventOf<'action-failed'>): StepRefusal | null {
  const instance = actingInstance(draft, event.instance);
  if (isRefusal(instance)) return instance;
  // a route that goes round without waiting would go round again, had it a way to catch that
  if (event.code === 'endless-loop' || !throwError(draft, instance, event.code))
    raiseIncident(draft, instance, 'enter', event.code ?? 'action-failed', event.message);
  return null;
}
