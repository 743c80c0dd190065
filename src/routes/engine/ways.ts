import { isActivity } from '../compile/route-graph.js';
import type { GraphNode, RouteGraph } from '../compile/route-graph.js';

type Edges = ReadonlyMap<string, readonly string[]>;

/** Where the token that left a decision may be by now. Ids of elements beside the decision, in the same scope. */
export interface Ways {
  /** It is on its way on. */
  readonly after: ReadonlySet<string>;
  /** It has come round to before the decision again. */
  readonly before: ReadonlySet<string>;
}

/**
 * Which elements a token that has left `node` may have come to. Elements that run beside it (other branches of a parallel
 * split) are in neither set, even where a circle leads to them: that circle passes the split, which comes before the decision.
 */
export function waysOf(graph: RouteGraph, node: GraphNode): Ways {
  const beside = [...graph.nodes.values()].filter(({ scope }) => scope === node.scope);
  const every = new Map(beside.map((from) => [from.id, nextOf(from, true)]));
  // what a non-interrupting event begins is another token than its host's
  const own = new Map(beside.map((from) => [from.id, nextOf(from, false)]));
  const back = reversed(own);
  const roots = beside.map(({ id }) => id).filter((id) => !back.has(id));
  const unavoidable = new Set<string>();
  if (reach(own, roots, () => false).has(node.id)) {
    for (const { id } of beside) {
      if (id !== node.id && !reach(own, roots, (at) => at === id).has(node.id)) unavoidable.add(id);
    }
  }
  const after = reach(every, every.get(node.id) ?? [], (id) => id === node.id || unavoidable.has(id));
  const before = reach(back, back.get(node.id) ?? [], (id) => id === node.id || after.has(id));
  return { after, before };
}

/** Elements from which a token can come to `element` without passing one that is left out; itself included. */
export function leadingTo(
  graph: RouteGraph,
  element: GraphNode,
  without: (id: string) => boolean,
): ReadonlySet<string> {
  const beside = [...graph.nodes.values()].filter(({ scope }) => scope === element.scope);
  const back = reversed(new Map(beside.map((from) => [from.id, nextOf(from, true)])));
  return reach(back, [element.id], without);
}

function nextOf(node: GraphNode, sideways: boolean): string[] {
  const next = node.outgoing.map(({ target }) => target);
  if (isActivity(node))
    for (const boundary of node.boundaries) if (sideways || boundary.interrupting) next.push(boundary.id);
  if (node.kind === 'throw' && node.throws.type === 'link') next.push(node.throws.target);
  return next;
}

function reversed(edges: Edges): Edges {
  const back = new Map<string, string[]>();
  for (const [from, targets] of edges) for (const to of targets) back.set(to, [...(back.get(to) ?? []), from]);
  return back;
}

function reach(edges: Edges, from: readonly string[], without: (id: string) => boolean): Set<string> {
  const found = new Set<string>();
  const open = [...from];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (found.has(id) || without(id)) continue;
    found.add(id);
    open.push(...(edges.get(id) ?? []));
  }
  return found;
}
