import type { RouteGraph } from '../compile/route-graph.js';
import type { RouteProblem } from '../model/route-model.js';
import { readScenarios, runScenario } from '../simulate/scenario.js';

/** What came of the scenarios of one route. */
export interface PlayedScenarios {
  /** Names of those that went as they say. */
  readonly passed: readonly string[];
  /** Where a scenario went another way, or why they cannot be read. */
  readonly failures: readonly RouteProblem[];
}

/**
 * Plays the scenarios of a route, without a database: the examples by which an administrator sees that a changed drawing
 * still does what it should. `scenarios` is the list, or the text of its file; `routes` has the routes that it calls, by key.
 */
export function playScenarios(
  main: RouteGraph,
  scenarios: unknown,
  routes: ReadonlyMap<string, RouteGraph>,
): PlayedScenarios {
  const given = typeof scenarios === 'string' ? parsed(scenarios) : { value: scenarios };
  if ('problem' in given) return { passed: [], failures: [failure(given.problem)] };
  const read = readScenarios(given.value);
  if ('problem' in read) return { passed: [], failures: [failure(read.problem)] };
  const results = read.scenarios.map((scenario) => runScenario({ main, called: routes }, scenario));
  return {
    passed: results.filter(({ passed }) => passed).map(({ name }) => name),
    failures: results.flatMap(({ name, failures }) => failures.map((message) => failure(`"${name}": ${message}`))),
  };
}

/** The list that a text or a JSON value holds; what cannot be read is left as it is, for `playScenarios` to refuse. */
export function scenarioList(scenarios: unknown): unknown {
  const given = typeof scenarios === 'string' ? parsed(scenarios) : { value: scenarios };
  return 'value' in given ? given.value : scenarios;
}

function failure(message: string): RouteProblem {
  return { element: null, code: 'scenario', message };
}

function parsed(text: string): { value: unknown } | { problem: string } {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch (error) {
    return { problem: `the scenarios are not JSON: ${(error as Error).message}` };
  }
}
