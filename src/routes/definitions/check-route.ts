import { parseDueRule } from '../../worktime/due-rule.js';
import { problemAt } from '../compile/compile-context.js';
import { chooseProcess, compileRoute } from '../compile/compile-route.js';
import type { RouteGraph } from '../compile/route-graph.js';
import { insteadOf } from '../model/nearest-name.js';
import { parseRoute } from '../model/parse-route.js';
import type { RouteModel, RouteProblem } from '../model/route-model.js';
import { checkActions, type Tell } from './check-actions.js';
import { checkPeople, peopleToLookUp } from './check-people.js';
import { actionsAtOnce } from './action-names.js';
import type { RouteSurroundings } from './route-surroundings.js';

/** A route that may be published. */
export interface CheckedRoute {
  readonly graph: RouteGraph;
  readonly model: RouteModel;
  readonly warnings: readonly RouteProblem[];
}

/**
 * Reads, compiles and checks a route as before publishing; problems name the element and, where known, the line. With
 * problems that keep it from being published, warnings are among them.
 */
export async function checkRoute(
  xml: string,
  surroundings: RouteSurroundings,
): Promise<CheckedRoute | { problems: readonly RouteProblem[] }> {
  const parsed = await parseRoute(xml);
  if ('problems' in parsed) return parsed;
  const { model } = parsed;
  const stream = chooseProcess(model, undefined)?.stream;
  const card = stream === undefined ? undefined : surroundings.streams?.get(stream);
  const compiled = compileRoute(model, { publishing: true, atOnce: actionsAtOnce, ...(card ? { card } : {}) });
  if ('problems' in compiled) return { problems: [...compiled.problems, ...alsoOutward(model, surroundings)] };
  const { graph } = compiled;
  const found = [...compiled.warnings, ...outwardProblems(graph, model, surroundings)];
  return found.some(({ severity }) => severity !== 'warning') ? { problems: found } : { graph, model, warnings: found };
}

/** What the route names outside of itself is told together with what is wrong inside, where it can be compiled at all. */
function alsoOutward(model: RouteModel, surroundings: RouteSurroundings): RouteProblem[] {
  const compiled = compileRoute(model);
  return 'graph' in compiled ? outwardProblems(compiled.graph, model, surroundings) : [];
}

function outwardProblems(graph: RouteGraph, model: RouteModel, surroundings: RouteSurroundings): RouteProblem[] {
  const { streams, organisation } = surroundings;
  const found: RouteProblem[] = [];
  const tell: Tell = (element, code, message) => found.push(problemAt(model, element, code, message));
  if (streams && graph.stream !== undefined && !streams.has(graph.stream)) {
    const instead = insteadOf(graph.stream, streams.keys());
    tell({ id: graph.processId }, 'unknown-stream', `There is no stream "${graph.stream}"; ${instead}`);
  }
  checkNodes(graph, surroundings, tell);
  checkActions(graph, surroundings, tell);
  const people: RouteProblem[] = [];
  if (organisation) checkPeople(graph, organisation, (...told) => people.push(problemAt(model, ...told)));
  else people.push(...notLookedUp(graph, model));
  const mild = !organisation || surroundings.nobody === 'warning';
  return [...found, ...people.map((problem) => (mild ? { ...problem, severity: 'warning' as const } : problem))];
}

function checkNodes(graph: RouteGraph, { routes }: RouteSurroundings, tell: Tell): void {
  for (const node of graph.nodes.values()) {
    if (node.kind === 'call' && !routes.has(node.route)) {
      const message = `It calls the route "${node.route}", which does not exist; ${insteadOf(node.route, routes)}`;
      tell(node, 'unknown-route', message);
    }
    if (node.kind === 'user' && node.assignment.due !== undefined && !node.assignment.due.startsWith('=')) {
      const due = parseDueRule(node.assignment.due);
      if ('problem' in due) tell(node, 'bad-due-rule', due.problem.message);
    }
  }
}

function notLookedUp(graph: RouteGraph, model: RouteModel): RouteProblem[] {
  const named = peopleToLookUp(graph);
  if (named.length === 0) return [];
  const message = `No organisation is at hand here; publishing looks up ${named.join(', ')}`;
  return [problemAt(model, { id: graph.processId }, 'not-looked-up', message)];
}
