import type { ThrowNode } from '../../compile/route-graph.js';
import type { ElementBehaviour } from '../draft.js';
import { complete } from '../life.js';
import { throwOutward } from './throw-outward.js';

/** An intermediate throw event: it acts and goes on, unless what it threw has ended its own scope. */
export const throwEvent: ElementBehaviour<ThrowNode> = {
  enter(draft, node, instance) {
    const { throws } = node;
    if (throws.type === 'link') {
      const target = draft.nodeById(throws.target, instance.route);
      complete(draft, instance.id, []);
      if (instance.parent !== null)
        draft.queue.push({ node: target, parent: instance.parent, flow: null, outcome: instance.outcome });
      return;
    }
    if (!throwOutward(draft, node, instance)) return;
    if (draft.find(instance.id)) complete(draft, instance.id);
  },
  proceed: (draft, _node, instance) => complete(draft, instance.id),
};
