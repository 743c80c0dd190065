import type { InclusiveNode } from '../../compile/route-graph.js';
import type { ElementBehaviour } from '../draft.js';
import { complete } from '../life.js';

/** An inclusive gateway: joined in `joins.ts`; leaves by every flow whose condition holds, else by the default. */
export const inclusive: ElementBehaviour<InclusiveNode> = {
  enter: (draft, _node, instance) => complete(draft, instance.id),
};
