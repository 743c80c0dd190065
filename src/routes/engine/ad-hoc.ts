import type { ScopeNode } from '../compile/route-graph.js';
import type { Draft } from './draft.js';
import { raiseIncident } from './incidents.js';
import { complete, emptyContainer } from './life.js';
import { isHeld } from './parking.js';
import { holdsFor } from './scope.js';
import type { Instance } from './state.js';

/** Whether an ad-hoc sub-process in which nothing is left is at its end: its condition holds, or it has none. */
export function adHocEnded(draft: Draft, node: ScopeNode, instance: Instance): boolean {
  if (!node.completion) return true;
  const done = holdsFor(draft, instance, node.completion);
  if (!('failure' in done)) return done.value;
  raiseIncident(draft, instance, 'complete', 'condition-failed', `the completion condition: ${done.failure}`);
  return false;
}

/** Whether the condition of an ad-hoc sub-process holds while there is still something under way in it. */
export function adHocDone(draft: Draft, node: ScopeNode, instance: Instance): boolean {
  if (node.variant !== 'ad-hoc' || !node.completion || instance.loop || instance.undoing !== undefined) return false;
  const done = holdsFor(draft, instance, node.completion);
  // what it reads may only come with what is still under way
  return 'value' in done && done.value;
}

/**
 * Ends an ad-hoc sub-process whose condition has come true, with what is still under way in it, unless it is drawn to wait
 * for that (BPMN 2.0.2, 13.3.5). False where it goes on.
 */
export function endAdHoc(draft: Draft, instance: Instance): boolean {
  const node = draft.nodeOf(instance);
  if (node.kind !== 'scope' || node.cancelRemaining === false || isHeld(draft, instance.id)) return false;
  if (!adHocDone(draft, node, instance)) return false;
  emptyContainer(draft, instance.id, 'the ad-hoc sub-process is done');
  complete(draft, instance.id);
  return true;
}
