import type { RouteGraph } from '../compile/route-graph.js';
import type { RouteProblem } from '../model/route-model.js';
import type { CheckedRoute } from './check-route.js';
import type { RouteSource } from './load-routes.js';
import { playScenarios } from './play-scenarios.js';

/** A route in force, as those that are published beside it see it. */
export interface RouteInForce {
  readonly graph: RouteGraph;
  readonly scenarios?: unknown;
}

/** Something found in a file. */
export interface FileProblem {
  readonly file: string;
  readonly problem: RouteProblem;
}

export interface Judgement {
  /** What may be published, together. */
  readonly sound: readonly { readonly source: RouteSource; readonly graph: RouteGraph }[];
  readonly problems: readonly FileProblem[];
  readonly warnings: readonly FileProblem[];
  /** Scenarios that went as they say, all together. */
  readonly passed: number;
}

/** Checks one source; `routes` are the keys that it may call. */
export type CheckSource = (
  source: RouteSource,
  routes: ReadonlySet<string>,
) => Promise<CheckedRoute | { readonly problems: readonly RouteProblem[] }>;

interface Tried {
  readonly source: RouteSource;
  readonly checked: CheckedRoute;
}

/**
 * Which of the candidates may be published: each is sound by itself, calls what is in force or published with it, and goes
 * as its scenarios say with the new versions of what it calls. One that falls may take others that call it with it. Routes
 * in force whose scenarios no longer go as they say, because of what they call, are warnings.
 */
export async function judgeRoutes(
  candidates: readonly RouteSource[],
  inForce: ReadonlyMap<string, RouteInForce>,
  check: CheckSource,
): Promise<Judgement> {
  const problems: FileProblem[] = [];
  let left = candidates;
  for (;;) {
    const routes = new Set([...inForce.keys(), ...left.map(({ key }) => key)]);
    const round = await tryTogether(left, routes, inForce, check);
    problems.push(...round.problems);
    if (round.problems.length === 0) {
      const own = round.tried.flatMap(({ source, checked }) => inFile(source.file, checked.warnings));
      return {
        sound: round.tried.map(({ source, checked }) => ({ source, graph: checked.graph })),
        problems,
        warnings: [...own, ...callersThatDiffer(round.tried, inForce)],
        passed: round.passed,
      };
    }
    const fallen = new Set(round.problems.map(({ file }) => file));
    left = left.filter(({ file }) => !fallen.has(file));
  }
}

async function tryTogether(
  candidates: readonly RouteSource[],
  routes: ReadonlySet<string>,
  inForce: ReadonlyMap<string, RouteInForce>,
  check: CheckSource,
): Promise<{ tried: Tried[]; problems: FileProblem[]; passed: number }> {
  const tried: Tried[] = [];
  const problems: FileProblem[] = [];
  for (const source of candidates) {
    const checked = await check(source, routes);
    if ('problems' in checked) problems.push(...inFile(source.file, checked.problems));
    else tried.push({ source, checked });
  }
  const graphs = graphsWith(tried, inForce);
  let passed = 0;
  for (const { source, checked } of tried) {
    if (source.scenarios === undefined) continue;
    const played = playScenarios(checked.graph, source.scenarios, graphs);
    passed += played.passed.length;
    problems.push(...inFile(source.file, played.failures));
  }
  return { tried, problems, passed };
}

function graphsWith(
  tried: readonly Tried[],
  inForce: ReadonlyMap<string, RouteInForce>,
): ReadonlyMap<string, RouteGraph> {
  return new Map([
    ...[...inForce].map(([key, { graph }]) => [key, graph] as const),
    ...tried.map(({ source, checked }) => [source.key, checked.graph] as const),
  ]);
}

function callersThatDiffer(tried: readonly Tried[], inForce: ReadonlyMap<string, RouteInForce>): FileProblem[] {
  const changed = new Set(tried.map(({ source }) => source.key));
  const graphs = graphsWith(tried, inForce);
  return [...inForce].flatMap(([key, { graph, scenarios }]) => {
    if (scenarios === undefined || changed.has(key) || !callsOneOf(graph, changed, graphs)) return [];
    return playScenarios(graph, scenarios, graphs).failures.map(({ message }) => ({
      file: key,
      problem: {
        element: null,
        code: 'scenario-of-caller',
        severity: 'warning' as const,
        message: `"${key}" calls it, and no longer goes as its scenario says: ${message}`,
      },
    }));
  });
}

function callsOneOf(graph: RouteGraph, wanted: ReadonlySet<string>, graphs: ReadonlyMap<string, RouteGraph>): boolean {
  const seen = new Set<string>();
  const open = [...graph.calls];
  for (let key = open.pop(); key !== undefined; key = open.pop()) {
    if (wanted.has(key)) return true;
    if (seen.has(key)) continue;
    seen.add(key);
    open.push(...(graphs.get(key)?.calls ?? []));
  }
  return false;
}

function inFile(file: string, problems: readonly RouteProblem[]): FileProblem[] {
  return problems.map((problem) => ({ file, problem }));
}
