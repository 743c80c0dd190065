import type { ExclusiveNode } from '../../compile/route-graph.js';
import type { ElementBehaviour } from '../draft.js';
import { raiseIncident } from '../incidents.js';
import { complete } from '../life.js';
import { holdsFor } from '../scope.js';

/** An exclusive gateway: the first flow whose condition holds, in the order of the file; else the default. */
export const exclusive: ElementBehaviour<ExclusiveNode> = {
  enter(draft, node, instance) {
    for (const flow of node.outgoing) {
      if (flow === node.defaultFlow) continue;
      const holds = flow.condition ? holdsFor(draft, instance, flow.condition) : { value: true };
      if ('failure' in holds) {
        raiseIncident(
          draft,
          instance,
          'enter',
          'condition-failed',
          `the condition of ${flow.name ?? flow.id}: ${holds.failure}`,
        );
        return;
      }
      if (holds.value) return complete(draft, instance.id, [flow]);
    }
    if (node.defaultFlow) return complete(draft, instance.id, [node.defaultFlow]);
    if (node.outgoing.length === 0) return complete(draft, instance.id, []);
    raiseIncident(draft, instance, 'enter', 'no-way-on', 'no outgoing condition holds and there is no default flow');
  },
};
