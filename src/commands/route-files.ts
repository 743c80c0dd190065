import { readFile } from 'node:fs/promises';
import { problemLine } from '../configuration/problem-line.js';
import { actionNames } from '../routes/definitions/action-names.js';
import { checkRoute } from '../routes/definitions/check-route.js';
import { simulate } from '../routes/simulate/simulate.js';

/** Every route may be called: a single file says nothing of the others. */
class AnyRoute extends Set<string> {
  override has(): boolean {
    return true;
  }
}

/** `millrace route check FILE`: 0 sound, 2 with its problems. */
export async function checkRouteFile(file: string): Promise<number> {
  const checked = await checkRoute(await readFile(file, 'utf8'), {
    routes: new AnyRoute(),
    actions: new Set<string>(actionNames),
  });
  if (!('problems' in checked)) {
    console.log(`${file}: sound.`);
    return 0;
  }
  for (const problem of checked.problems) console.log(problemLine({ ...problem, file }));
  return 2;
}

/** `millrace route simulate FILE --script STEPS.json`: the trail as JSON lines on standard output. */
export async function simulateRouteFile(file: string, script: string | undefined): Promise<number> {
  const steps: unknown = script === undefined ? {} : JSON.parse(await readFile(script, 'utf8'));
  const { lines, exitCode } = await simulate(await readFile(file, 'utf8'), steps);
  for (const line of lines) console.log(JSON.stringify(line));
  return exitCode;
}
