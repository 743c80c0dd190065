import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuild } from './support/build.mjs';
import { checkNode, ensurePackages } from './support/packages.mjs';
import { projectNode, root } from './support/places.mjs';
import { run } from './support/run.mjs';
import { say, script, Stop } from './support/say.mjs';

const entry = join('bench', 'run.ts');

/** `npm run bench [-- NAMES]`: measures the built server beside its raw limits. */
await script(async () => {
  process.chdir(root);
  checkNode();
  await ensurePackages();
  await ensureBuild();
  if (!existsSync(entry)) throw new Stop(`${entry} is missing, so there is nothing to measure.`);
  say('Measuring; leave the machine alone meanwhile');
  return run(projectNode(), ['--import', './scripts/support/typescript.mjs', entry, ...process.argv.slice(2)], {
    environment: { NODE_ENV: 'production' },
  });
});
