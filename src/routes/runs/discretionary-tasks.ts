import { isActivity } from '../compile/route-graph.js';
import type { RouteLibrary } from '../engine/protocol.js';
import type { RunState } from '../engine/state.js';

/** A task of an ad-hoc sub-process under way, which somebody may issue when it is needed. */
export interface DiscretionaryTask {
  /** The sub-process under way. */
  readonly instance: string;
  readonly element: string;
  readonly name: string;
}

/** The tasks that can be issued now, in the order of the drawing. */
export function discretionaryTasks(library: RouteLibrary, state: RunState): DiscretionaryTask[] {
  return Object.values(state.instances).flatMap((instance) => {
    const graph = instance.route === undefined ? library.main : library.called.get(instance.route);
    const scope = graph?.nodes.get(instance.element);
    if (!graph || scope?.kind !== 'scope' || scope.variant !== 'ad-hoc' || instance.loop) return [];
    const busy = Object.values(state.instances).some(({ parent }) => parent === instance.id);
    if (scope.sequential && busy) return [];
    return [...graph.nodes.values()]
      .filter((node) => node.scope === scope.id && isActivity(node))
      .map(({ id, name }) => ({ instance: instance.id, element: id, name: name ?? id }));
  });
}
