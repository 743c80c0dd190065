import type { GraphNode, RouteGraph } from '../compile/route-graph.js';
import { activeElements } from '../engine/active-elements.js';
import type { RouteLibrary } from '../engine/protocol.js';
import type { RunState } from '../engine/state.js';

/** A step that a run may come to when one that is under way is done. */
export interface LikelyStep {
  readonly element: string;
  readonly name: string;
  /** Key of the called route that has it; absent for the main one. */
  readonly route?: string;
}

/** More would say nothing to people. */
const most = 6;

/**
 * What people may be asked next, or the end: the nearest steps on every way out of those under way, in the order of the
 * drawing. Which of them it will be is decided when it is decided.
 */
export function likelyNext(library: RouteLibrary, state: RunState): LikelyStep[] {
  const found = new Map<string, LikelyStep>();
  const under = activeElements(state);
  const busy = new Set(under.map(({ element, route }) => keyOf(element, route)));
  for (const { element, route } of under) {
    const graph = route === undefined ? library.main : library.called.get(route);
    const node = graph?.nodes.get(element);
    if (!graph || !node) continue;
    for (const next of nearest(graph, node)) {
      const key = keyOf(next.id, route);
      if (busy.has(key) || found.size === most) continue;
      found.set(key, { element: next.id, name: next.name ?? next.id, ...(route === undefined ? {} : { route }) });
    }
  }
  return [...found.values()];
}

/** The first elements behind `from` that somebody is asked at, or that end the route; automatic ones are passed. */
function nearest(graph: RouteGraph, from: GraphNode): GraphNode[] {
  const reached = new Set([from.id]);
  const ahead = onward(graph, from);
  const steps: GraphNode[] = [];
  for (let node = ahead.shift(); node; node = ahead.shift()) {
    if (reached.has(node.id)) continue;
    reached.add(node.id);
    if (isStep(graph, node)) steps.push(node);
    else ahead.unshift(...onward(graph, node));
  }
  return steps;
}

function isStep({ root }: RouteGraph, { kind, scope, name }: GraphNode): boolean {
  if (kind === 'end') return scope === root.id && name !== undefined;
  return kind === 'user' || kind === 'call' || kind === 'receive';
}

/** Into a sub-process at its start, and out of it at its end. */
function onward({ nodes, root }: RouteGraph, node: GraphNode): GraphNode[] {
  if (node.kind === 'scope' && node.starts.length > 0) return [...node.starts];
  const targets = node.outgoing.flatMap(({ target }) => nodes.get(target) ?? []);
  if (targets.length > 0 || node.scope === null || node.scope === root.id) return targets;
  // The end of what is within a sub-process.
  const scope = nodes.get(node.scope);
  return scope ? scope.outgoing.flatMap(({ target }) => nodes.get(target) ?? []) : [];
}

function keyOf(element: string, route: string | undefined): string {
  return `${route ?? ''} ${element}`;
}
