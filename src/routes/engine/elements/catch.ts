import type { CatchNode } from '../../compile/route-graph.js';
import type { ElementBehaviour } from '../draft.js';
import { complete } from '../life.js';
import { armTimer } from '../timers.js';

/** An intermediate catch event waits for its message, signal, time or condition; a link target does not wait. */
export const catchEvent: ElementBehaviour<CatchNode> = {
  enter(draft, node, instance) {
    if (node.trigger.type === 'link') complete(draft, instance.id);
    else if (node.trigger.type === 'timer') armTimer(draft, instance, node.id, node.trigger.timer);
  },
  proceed: (draft, _node, instance) => complete(draft, instance.id),
};
