import type { ReceiveNode } from '../../compile/route-graph.js';
import type { ElementBehaviour } from '../draft.js';
import { complete } from '../life.js';

/** A receive task waits for its message. */
export const receive: ElementBehaviour<ReceiveNode> = {
  enter: () => undefined,
  proceed: (draft, _node, instance) => complete(draft, instance.id),
};
