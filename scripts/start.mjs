import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ensureBuild } from './support/build.mjs';
import { checkNode, checkWritable, ensurePackages } from './support/packages.mjs';
import { projectNode, root } from './support/places.mjs';
import { run } from './support/run.mjs';
import { say, script } from './support/say.mjs';

/** `npm start`: everything from a fresh clone to a running Millrace. */
await script(async () => {
  process.chdir(root);
  checkNode();
  await ensurePackages();
  await ensureBuild();
  if (existsSync('.env')) process.loadEnvFile('.env');
  const dataDir = resolve(process.env.DATA_DIR || './data');
  if (existsSync(dataDir)) checkWritable(dataDir);
  say(`Starting Millrace; its data are kept in ${dataDir}`);
  return run(projectNode(), ['--enable-source-maps', join('dist', 'main.js')], {
    // What goes well is told by the lines above and by the address below; LOG_LEVEL=log tells more.
    environment: { NODE_ENV: 'production', LOG_LEVEL: 'warn', ...set('NODE_ENV', 'LOG_LEVEL'), ...demo() },
  });
});

/** The embedded database is for trying Millrace out, so it gets the demo organisation unless one says otherwise. */
function demo() {
  return process.env.DATABASE_URL || process.env.DEMO ? {} : { DEMO: 'true' };
}

/** Those of the variables that have a value. */
function set(...names) {
  return Object.fromEntries(names.filter((name) => process.env[name]).map((name) => [name, process.env[name]]));
}
