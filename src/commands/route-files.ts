import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { problemLine } from '../configuration/problem-line.js';
import { actionNames } from '../routes/definitions/action-names.js';
import { checkRoute } from '../routes/definitions/check-route.js';
import type { RouteProblem } from '../routes/model/route-model.js';
import { refusal, simulate } from '../routes/simulate/simulate.js';
import { configurationOf, readConfiguration } from './read-configuration.js';

/** Every route may be called: a single file says nothing of the others. */
class AnyRoute extends Set<string> {
  override has(): boolean {
    return true;
  }
}

/**
 * `millrace route check FILE`: 0 sound, 2 with its problems. A file of a configuration is checked against the streams,
 * templates and other routes beside it, and its scenarios are played; any other by itself.
 */
export async function checkRouteFile(file: string): Promise<number> {
  const found = (await problemsInConfiguration(file)) ?? (await problemsAlone(file));
  for (const problem of found) console.log(problemLine({ ...problem, file }));
  if (found.some(({ severity }) => severity !== 'warning')) return 2;
  console.log(`${file}: sound.`);
  return 0;
}

async function problemsInConfiguration(file: string): Promise<readonly RouteProblem[] | undefined> {
  const root = configurationOf(file);
  if (root === undefined) return undefined;
  const { sources, judgement } = await readConfiguration(root);
  const source = sources.find((candidate) => resolve(root, candidate.file) === resolve(file));
  if (!source) return undefined;
  return [...judgement.problems, ...judgement.warnings]
    .filter((found) => found.file === source.file)
    .map(({ problem }) => problem);
}

async function problemsAlone(file: string): Promise<readonly RouteProblem[]> {
  const checked = await checkRoute(await readFile(file, 'utf8'), {
    routes: new AnyRoute(),
    actions: new Set<string>(actionNames),
  });
  return 'problems' in checked ? checked.problems : checked.warnings;
}

/**
 * `millrace route simulate FILE --script STEPS.json`: the trail as JSON lines on standard output. 0 finished or waiting,
 * 1 incident, 2 refused, as is a file that cannot be read.
 */
export async function simulateRouteFile(file: string, script: string | undefined): Promise<number> {
  const read = await readInputs(file, script);
  const { lines, exitCode } = 'problem' in read ? refusal(read.problem) : await simulate(read.xml, read.steps);
  for (const line of lines) console.log(JSON.stringify(line));
  return exitCode;
}

async function readInputs(
  file: string,
  script: string | undefined,
): Promise<{ xml: string; steps: unknown } | { problem: string }> {
  try {
    const xml = await readFile(file, 'utf8');
    return { xml, steps: script === undefined ? {} : JSON.parse(await readFile(script, 'utf8')) };
  } catch (error) {
    const { message } = error as Error;
    return { problem: error instanceof SyntaxError ? `${script ?? ''} is not JSON: ${message}` : message };
  }
}
