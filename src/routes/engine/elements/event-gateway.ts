import type { EventGatewayNode } from '../../compile/route-graph.js';
import type { ElementBehaviour } from '../draft.js';
import { armTimer } from '../timers.js';

/** An event-based gateway waits; the first of the events behind it to happen decides (`triggers.ts`). */
export const eventGateway: ElementBehaviour<EventGatewayNode> = {
  enter(draft, node, instance) {
    for (const flow of node.outgoing) {
      const event = draft.nodeById(flow.target, instance.route);
      if (event.kind === 'catch' && event.trigger.type === 'timer')
        armTimer(draft, instance, event.id, event.trigger.timer);
    }
  },
};
