import { compileRoute } from '../compile/compile-route.js';
import type { RouteGraph } from '../compile/route-graph.js';
import { parseRoute } from '../model/parse-route.js';
import type { RouteProblem } from '../model/route-model.js';
import { parseDueRule } from '../../worktime/due-rule.js';

/** What a route may refer to outside of itself. */
export interface RouteSurroundings {
  /** Keys of the routes that a call activity may name. */
  readonly routes: ReadonlySet<string>;
  readonly actions: ReadonlySet<string>;
}

/** Reads, compiles and checks a route; problems name the element and, where known, the line. */
export async function checkRoute(
  xml: string,
  surroundings: RouteSurroundings,
): Promise<{ graph: RouteGraph } | { problems: readonly RouteProblem[] }> {
  const parsed = await parseRoute(xml);
  if ('problems' in parsed) return parsed;
  const compiled = compileRoute(parsed.model);
  if ('problems' in compiled) return compiled;
  const problems = outwardProblems(compiled.graph, surroundings);
  return problems.length > 0 ? { problems } : compiled;
}

function outwardProblems(graph: RouteGraph, surroundings: RouteSurroundings): RouteProblem[] {
  const problems: RouteProblem[] = [];
  const add = (element: string, name: string | undefined, code: string, message: string) =>
    problems.push({ element, ...(name === undefined ? {} : { name }), code, message });
  for (const node of graph.nodes.values()) {
    if (node.kind === 'call' && !surroundings.routes.has(node.route)) {
      add(node.id, node.name, 'unknown-route', `It calls the route "${node.route}", which does not exist.`);
    }
    if (node.kind === 'action' && node.action && !surroundings.actions.has(node.action.name)) {
      const known = [...surroundings.actions].join(', ');
      add(node.id, node.name, 'unknown-action', `There is no action "${node.action.name}"; expected one of ${known}.`);
    }
    if (node.kind === 'user' && node.assignment.due !== undefined && !node.assignment.due.startsWith('=')) {
      const due = parseDueRule(node.assignment.due);
      if ('problem' in due) add(node.id, node.name, 'bad-due-rule', due.problem.message);
    }
  }
  return problems;
}
