import type { StartNode } from '../../compile/route-graph.js';
import type { ElementBehaviour } from '../draft.js';
import { complete } from '../life.js';

/** A start event: what it waited for has happened already. */
export const start: ElementBehaviour<StartNode> = {
  enter: (draft, _node, instance) => complete(draft, instance.id),
};
