import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RouteGraph } from '../compile/route-graph.js';
import { readScenarios, runScenario } from '../simulate/scenario.js';
import { checkRoute, type RouteSurroundings } from './check-route.js';
import type { RouteSource } from './load-routes.js';

/** What came of the scenarios of one route. */
export interface PlayedScenarios {
  /** `sales/long-sale.scenario.json`, below `routes/`. */
  readonly file: string;
  readonly passed: readonly string[];
  /** Where a scenario went another way, or why the file cannot be read. */
  readonly failures: readonly string[];
}

/**
 * Plays the scenarios that lie beside the routes (`<route>.scenario.json`), without a database: the examples by which an
 * administrator sees that a changed drawing still does what it should. Routes that do not compile are passed over.
 */
export async function playScenarios(
  routesDirectory: string,
  sources: readonly RouteSource[],
  surroundings: RouteSurroundings,
): Promise<PlayedScenarios[]> {
  const graphs = new Map<string, RouteGraph>();
  for (const { key, xml } of sources) {
    const checked = await checkRoute(xml, surroundings);
    if (!('problems' in checked)) graphs.set(key, checked.graph);
  }
  const played = await Promise.all(
    sources.map(async ({ key }) => {
      const main = graphs.get(key);
      const file = `${key}.scenario.json`;
      const text = await readFile(join(routesDirectory, file), 'utf8').catch(() => undefined);
      return main && text !== undefined ? [{ file, ...play(text, main, graphs) }] : [];
    }),
  );
  return played.flat();
}

function play(text: string, main: RouteGraph, called: ReadonlyMap<string, RouteGraph>): Omit<PlayedScenarios, 'file'> {
  const read = readScenarios(parsed(text));
  if ('problem' in read) return { passed: [], failures: [read.problem] };
  const results = read.scenarios.map((scenario) => runScenario({ main, called }, scenario));
  return {
    passed: results.filter(({ passed }) => passed).map(({ name }) => name),
    failures: results.flatMap(({ name, failures }) => failures.map((failure) => `"${name}": ${failure}`)),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    return (error as Error).message;
  }
}
