import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { judgeAdvisories, readAdvisories } from './support/advisories.mjs';
import { root } from './support/places.mjs';
import { say, script } from './support/say.mjs';

const patienceMs = 60_000;

/**
 * Asks the registry for advisories about the packages that are needed to run. High and critical ones fail, but for those of
 * scripts/allowed-advisories.json. Without an answer nothing is known, which is said and fails nothing.
 */
await script(() => {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const options = { cwd: root, encoding: 'utf8', timeout: patienceMs, maxBuffer: 64 * 1024 * 1024 };
  const { stdout, stderr } = spawnSync(npm, ['audit', '--omit=dev', '--json'], options);
  const advisories = readAdvisories(stdout ?? '');
  if (advisories === undefined) {
    const why = /npm (?:warn|error) (?:audit )?(.*)/.exec(stderr ?? '')?.[1] ?? 'no answer in time';
    say(`NOT CHECKED: the registry answered no audit (${why}). Whether packages have advisories is not known.`);
    return 0;
  }
  const allowed = JSON.parse(readFileSync(join(root, 'scripts/allowed-advisories.json'), 'utf8'));
  const faults = judgeAdvisories(advisories, allowed, new Date().toISOString().slice(0, 10));
  for (const fault of faults) console.error(fault);
  if (faults.length === 0) return 0;
  console.error(
    'Update the packages, or enter the advisory into scripts/allowed-advisories.json with a reason and a day.',
  );
  return 1;
});
