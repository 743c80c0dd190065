import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureWebBuild } from './support/build.mjs';
import { checkNode, ensurePackages } from './support/packages.mjs';
import { projectNode, root } from './support/places.mjs';
import { run } from './support/run.mjs';
import { say, script, span } from './support/say.mjs';
import { ensureTestTools } from './support/test-tools.mjs';

const timeLimitMs = 30 * 60 * 1000;
const jest = join('node_modules', 'jest', 'bin', 'jest.js');

/** `npm test [-- FILES AND OPTIONS OF JEST]`: all three rings, or what is named. */
await script(async () => {
  process.chdir(root);
  const args = process.argv.slice(2);
  const began = Date.now();
  checkNode();
  await ensurePackages();
  if (!onlyPure(args)) {
    ensureTestTools();
    await ensureWebBuild();
  }
  const folder = mkdtempSync(join(tmpdir(), 'millrace-jest-'));
  try {
    say('Running the tests');
    const report = join(folder, 'report.json');
    const workers = args.some((arg) => /^(-w|--maxWorkers|-i$|--runInBand)/.test(arg)) ? [] : ['--maxWorkers=2'];
    const code = await run(projectNode(), [jest, ...workers, '--json', `--outputFile=${report}`, ...args], {
      environment: { NODE_ENV: 'test', NODE_OPTIONS: '--experimental-vm-modules --no-warnings' },
      timeLimitMs,
    });
    if (Date.now() - began > timeLimitMs) console.error(`The tests were stopped after ${span(timeLimitMs)}.`);
    return conclude(report, code);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

/** Pure specs lie beside the file that they test and need neither browser nor mail server. */
function onlyPure(args) {
  const paths = args.filter((arg) => !arg.startsWith('-'));
  return paths.length > 0 && paths.every((path) => /^(src|web|bench|scripts)\//.test(path));
}

/** The last line counts tests; a file that could not run at all counts as one that failed. */
function conclude(report, code) {
  let result;
  try {
    result = JSON.parse(readFileSync(report, 'utf8'));
  } catch {
    console.error('The tests did not come to an end, so there is no report.');
    return code === 0 ? 1 : code;
  }
  const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
  const skipped = result.numPendingTests + result.numTodoTests;
  console.log(`${result.numPassedTests} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  return code === 0 && failed > 0 ? 1 : code;
}
