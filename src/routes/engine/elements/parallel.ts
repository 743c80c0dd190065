import type { ParallelNode } from '../../compile/route-graph.js';
import type { ElementBehaviour } from '../draft.js';
import { complete } from '../life.js';

/** A parallel gateway: entered when a token has come by each incoming flow (`joins.ts`), leaves by every outgoing one. */
export const parallel: ElementBehaviour<ParallelNode> = {
  enter: (draft, node, instance) => complete(draft, instance.id, node.outgoing),
};
