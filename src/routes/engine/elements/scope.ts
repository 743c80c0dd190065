import type { ScopeNode } from '../../compile/route-graph.js';
import { adHocEnded } from '../ad-hoc.js';
import type { ElementBehaviour } from '../draft.js';
import { beginScope, plainStarts } from '../containers.js';
import { complete } from '../life.js';

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
