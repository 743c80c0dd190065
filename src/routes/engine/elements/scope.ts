import type { ScopeNode } from '../../compile/route-graph.js';
import type { Draft, ElementBehaviour } from '../draft.js';
import { beginScope, plainStarts } from '../containers.js';
import { raiseIncident } from '../incidents.js';
import { complete } from '../life.js';
import { holdsFor } from '../scope.js';
import type { Instance } from '../state.js';

/** Whether an ad-hoc sub-process has come to its end: its condition holds, or it has none and nothing is under way. */
function adHocEnded(draft: Draft, node: ScopeNode, instance: Instance): boolean {
  if (!node.completion) return true;
  const done = holdsFor(draft, instance, node.completion);
  if (!('failure' in done)) return done.value;
  raiseIncident(draft, instance, 'complete', 'condition-failed', `the completion condition: ${done.failure}`);
  return false;
}

/** A process or sub-process: begins with its start events, ends when nothing is left inside. */
export const scope: ElementBehaviour<ScopeNode> = {
  enter(draft, node, instance) {
    if (node.variant === 'ad-hoc') return;
    beginScope(draft, instance, node, plainStarts(node));
  },
  childrenEnded(draft, node, instance) {
    if (node.variant === 'ad-hoc' && !adHocEnded(draft, node, instance)) return;
    if (instance.undoing === undefined) complete(draft, instance.id);
  },
  proceed: (draft, _node, instance) => complete(draft, instance.id),
};
