import type { RouteLibrary } from '../engine/protocol.js';
import { begin, playStep } from './simulate.js';
import { isRecord, stepProblem } from './script.js';
import type { SimulationStep } from './script.js';
import { World } from './world.js';

/** What must be true at a point of a scenario; what is not named is not looked at. */
export interface Expectation {
  /** Ids or names of the open assignments, in any order, all of them. */
  readonly open?: readonly string[];
  /** Names (or ids) of the tasks completed so far, in order. */
  readonly completed?: readonly string[];
  readonly status?: 'finished' | 'waiting' | 'cancelled';
  /** Variables of the run; others may exist. */
  readonly variables?: Readonly<Record<string, unknown>>;
  /** Ids of the elements with an incident. */
  readonly incidents?: readonly string[];
  /** Names of the actions that have been run so far, in order. */
  readonly actions?: readonly string[];
}

/**
 * A test of a route, kept beside it as `<route>.scenario.json` (a list of these): events in, assignments out.
 *
 *     [{ "name": "a large contract goes to the CEO", "card": { "amount": { "amount": 2000000, "currency": "EUR" } },
 *        "document": { … }, "variables": { … }, "results": { "generate-document": { "file": "1" } },
 *        "steps": [{ "expect": { "open": ["lawyer"] } }, { "complete": "lawyer", "outcome": "approve" },
 *                  { "expect": { "open": ["cfo"] } }, { "advance": "P2D" }],
 *        "expect": { "status": "waiting", "open": ["ceo"] } }]
 *
 * Steps are those of `route simulate`, and `expect`. Actions answer at once, with the result found in `results` by element id
 * or action name; with `"hold": true` they wait, and are completed by steps (`{"complete": id, "result": …}`) or fail by them
 * (`{"error": {"task": id, "code": …}}`).
 */
export interface Scenario {
  readonly name: string;
  readonly start?: string;
  readonly card?: Readonly<Record<string, unknown>>;
  readonly document?: Readonly<Record<string, unknown>>;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly results?: Readonly<Record<string, unknown>>;
  /** Actions do not answer at once; they are completed by steps. */
  readonly hold?: boolean;
  readonly steps: readonly (SimulationStep | { readonly expect: Expectation })[];
  readonly expect?: Expectation;
}

export interface ScenarioResult {
  readonly name: string;
  readonly passed: boolean;
  /** What was not as expected, with the place in the scenario. */
  readonly failures: readonly string[];
}

/** Checks scenarios that come from a file. */
export function readScenarios(value: unknown): { scenarios: readonly Scenario[] } | { problem: string } {
  if (!Array.isArray(value)) return { problem: 'a scenario file must be a JSON list of scenarios' };
  for (const [index, scenario] of value.entries()) {
    const at = `[${index}]`;
    if (!isRecord(scenario) || typeof scenario['name'] !== 'string')
      return { problem: `${at} must be an object with a "name"` };
    const { steps } = scenario;
    if (!Array.isArray(steps)) return { problem: `${at}.steps must be a list` };
    for (const [number, step] of steps.entries()) {
      const problem = isRecord(step) && isRecord(step['expect']) ? null : stepProblem(step);
      if (problem) return { problem: `${at}.steps[${number}] ${problem}` };
    }
  }
  return { scenarios: value as Scenario[] };
}

/** Plays a scenario on compiled routes, without a database. */
export function runScenario(library: RouteLibrary, scenario: Scenario): ScenarioResult {
  const { main, called } = library;
  const actions: string[] = [];
  const world = new World({
    model: { processes: [], participants: [], messageFlows: [] },
    facts: { document: scenario.document ?? null, card: scenario.card ?? {} },
    graphs: new Map([[main.processId, main]]),
    library: called,
    onAction: (name) => actions.push(name),
    ...(scenario.hold ? {} : { results: scenario.results ?? {} }),
  });
  const failures: string[] = [];
  const { start, variables } = scenario;
  const begun = begin(world, {
    process: main.processId,
    steps: [],
    ...(start === undefined ? {} : { start }),
    ...(variables ? { variables } : {}),
  });
  if (begun !== null) failures.push(`start: ${begun}`);
  for (const [index, step] of begun === null ? scenario.steps.entries() : []) {
    if ('expect' in step) failures.push(...compare(world, actions, step.expect, `steps[${index}]`));
    else {
      const problem = playStep(world, step);
      if (problem === null) continue;
      failures.push(`steps[${index}]: ${problem}`);
      break;
    }
  }
  if (scenario.expect && failures.length === 0) failures.push(...compare(world, actions, scenario.expect, 'expect'));
  return { name: scenario.name, passed: failures.length === 0, failures };
}

function compare(world: World, actions: readonly string[], expectation: Expectation, where: string): string[] {
  const failures: string[] = [];
  const differs = (what: string, expected: unknown, actual: unknown): void => {
    if (JSON.stringify(expected) !== JSON.stringify(actual)) {
      failures.push(`${where}: ${what}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`);
    }
  };
  const state = world.runs[0]?.state;
  if (expectation.open) {
    const wanted = [...expectation.open].sort();
    const open = world.openTasks().map(({ node }) => (wanted.includes(node.id) ? node.id : (node.name ?? node.id)));
    differs('open', wanted, open.sort());
  }
  if (expectation.completed) differs('completed', expectation.completed, world.completedTasks);
  if (expectation.status) differs('status', expectation.status, state?.status === 'active' ? 'waiting' : state?.status);
  if (expectation.actions) differs('actions', expectation.actions, actions);
  const incidents = Object.values(state?.incidents ?? {});
  if (expectation.incidents)
    differs('incidents', [...expectation.incidents].sort(), incidents.map(({ element }) => element).sort());
  else if (incidents.length > 0)
    failures.push(
      `${where}: incidents: ${incidents.map(({ element, message }) => `${element}: ${message}`).join('; ')}`,
    );
  for (const [name, value] of Object.entries(expectation.variables ?? {}))
    differs(`variable ${name}`, value, state?.variables[name]);
  return failures;
}
