import type { PassNode } from '../../compile/route-graph.js';
import type { ElementBehaviour } from '../draft.js';
import { complete } from '../life.js';

/** A task without a type: nobody is asked, nothing is done. */
export const pass: ElementBehaviour<PassNode> = {
  enter: (draft, _node, instance) => complete(draft, instance.id),
};
