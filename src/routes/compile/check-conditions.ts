import { evaluate, type Expression } from '../../platform/feel/expression.js';
import { insteadOf } from '../model/nearest-name.js';
import type { CompileContext } from './compile-context.js';
import type { GraphFlow, GraphNode, RouteGraph } from './route-graph.js';

/** Flows that no run will ever take: what follows only them is never done. */
export function checkConditions(context: CompileContext, graph: RouteGraph): void {
  for (const node of graph.nodes.values()) {
    let always: GraphFlow | undefined;
    for (const flow of node.outgoing) {
      if (flow.condition === undefined) continue;
      const place = { id: flow.id, ...(flow.name === undefined ? {} : { name: flow.name }) };
      const value = constantOf(flow.condition);
      if (value === false)
        context.warning(
          place,
          'never-taken',
          `its condition "${flow.condition.source}" is never true; nothing comes this way`,
        );
      else if (always)
        context.warning(
          place,
          'never-taken',
          `"${always.name ?? always.id}" is looked at before it and its condition is always true; nothing comes this way`,
        );
      else checkOutcomes(context, graph, node, flow, place);
      if (value === true && node.kind === 'exclusive') always ??= flow;
    }
  }
}

/** What a condition comes to where it reads nothing. */
function constantOf(condition: Expression): unknown {
  if (condition.names.length > 0 || condition.calls.length > 0) return undefined;
  const result = evaluate(condition, {});
  return 'failure' in result ? undefined : result.value;
}

/** A comparison of the outcome with one that none of the tasks just before can have. */
function checkOutcomes(
  context: CompileContext,
  graph: RouteGraph,
  node: GraphNode,
  flow: GraphFlow,
  place: { id: string; name?: string },
): void {
  const wanted = (flow.condition?.comparisons ?? []).flatMap(
    ({ source }) => /^outcome\s*=\s*"([^"\\]+)"$/.exec(source)?.[1] ?? [],
  );
  const possible = wanted.length === 0 ? undefined : outcomesBefore(graph, node);
  if (!possible) return;
  for (const key of wanted) {
    if (possible.has(key)) continue;
    const message = `no step just before has the outcome "${key}"; ${insteadOf(key, possible)}`;
    context.warning(place, 'unknown-outcome', message);
  }
}

/** The outcomes of the tasks from which a token comes to `node` over nothing but gateways; undefined where that is not all. */
function outcomesBefore(graph: RouteGraph, node: GraphNode): Set<string> | undefined {
  const found = new Set<string>();
  const seen = new Set<string>();
  const open = [node];
  for (let at = open.pop(); at; at = open.pop()) {
    if (seen.has(at.id)) continue;
    seen.add(at.id);
    if (at.kind === 'user' && at.assignment.outcomes.length > 0) {
      for (const { key } of at.assignment.outcomes) found.add(key);
      continue;
    }
    const sources = at.incoming.flatMap(({ source }) => graph.nodes.get(source) ?? []);
    if (at !== node && at.kind !== 'exclusive' && at.kind !== 'parallel' && at.kind !== 'inclusive') return undefined;
    if (at !== node && sources.length === 0) return undefined;
    open.push(...sources);
  }
  return found.size > 0 ? found : undefined;
}
