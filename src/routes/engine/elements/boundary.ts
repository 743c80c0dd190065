import type { BoundaryNode } from '../../compile/route-graph.js';
import type { ElementBehaviour } from '../draft.js';
import { complete } from '../life.js';

/** A boundary event has no wait of its own: its host waits for it (`triggers.ts`). */
export const boundary: ElementBehaviour<BoundaryNode> = {
  enter: (draft, _node, instance) => complete(draft, instance.id),
};
