import type { GraphNode, RouteGraph } from '../compile/route-graph.js';

const known = new WeakMap<RouteGraph, boolean>();

/**
 * Whether anything that a route evaluates between its start and its first wait or automatic action may read the number of
 * the document. Cautious: calls, sub-processes and loops count as reading it, and so does any text with that word.
 */
export function readsNumberAtStart(graph: RouteGraph): boolean {
  const answer = known.get(graph) ?? search(graph);
  known.set(graph, answer);
  return answer;
}

function search(graph: RouteGraph): boolean {
  if (graph.variables.some((variable) => mentions(variable))) return true;
  const waiting: string[] = [...graph.root.starts.map(({ id }) => id), ...graph.root.implicitStarts];
  const seen = new Set<string>();
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    const node = graph.nodes.get(id);
    if (!node || seen.has(id)) continue;
    seen.add(id);
    if (node.kind === 'call' || node.kind === 'scope' || ('loop' in node && node.loop !== undefined)) return true;
    if (mentions(own(node))) return true;
    if ('boundaries' in node) waiting.push(...node.boundaries.map((boundary) => boundary.id));
    if (endsStretch(node)) continue;
    if (node.outgoing.some(({ condition }) => mentions(condition))) return true;
    waiting.push(...node.outgoing.map(({ target }) => target));
  }
  return graph.root.eventScopes.length > 0;
}

/** What comes after these sees the document as it was registered. */
function endsStretch(node: GraphNode): boolean {
  if (node.kind === 'action') return node.action !== undefined;
  return node.kind === 'user' || node.kind === 'catch' || node.kind === 'receive' || node.kind === 'boundary';
}

function own(node: GraphNode): unknown {
  const { incoming: _in, outgoing: _out, name: _name, ...rest } = node;
  return 'boundaries' in rest ? { ...rest, boundaries: [] } : rest;
}

function mentions(value: unknown): boolean {
  return /number/i.test(JSON.stringify(value) ?? '');
}
