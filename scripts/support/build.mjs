import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectNode, root } from './places.mjs';
import { checkWritable } from './packages.mjs';
import { run } from './run.mjs';
import { say, Stop } from './say.mjs';

const server = {
  name: 'server',
  marker: join(root, 'dist', '.built-from'),
  result: join(root, 'dist', 'main.js'),
  program: [join('@nestjs', 'cli', 'bin', 'nest.js'), 'build'],
  sources: () => ['package-lock.json', 'nest-cli.json', '.swcrc', ...filesBelow('src')],
};
/** Cards, filters and expressions are checked in the browser by the very code of the server. */
const webApp = {
  name: 'web app',
  marker: join(root, 'web', 'dist', '.built-from'),
  result: join(root, 'web', 'dist', 'index.html'),
  program: [join('vite', 'bin', 'vite.js'), 'build', 'web', '--logLevel', 'warn'],
  sources: () => [
    ...['package-lock.json', 'web/index.html', 'web/vite.config.ts', 'web/precompress.ts'],
    ...[...filesBelow('web/src'), ...filesBelow('web/public'), ...filesBelow('src')],
  ],
};

/** Builds `dist/` and `web/dist/` unless they are what was built from these very sources. */
export async function ensureBuild() {
  await ensure(server);
  await ensureWebBuild();
}

/** Builds the web app alone: tests run the server from its sources. */
export async function ensureWebBuild() {
  await ensure(webApp);
}

async function ensure({ name, marker, result, program: [path, ...args], sources }) {
  const before = fingerprint(sources());
  if (existsSync(marker) && existsSync(result) && readFileSync(marker, 'utf8') === before) return;
  checkWritable(root);
  say(`Building the ${name}`);
  rmSync(marker, { force: true });
  const code = await run(projectNode(), [join(root, 'node_modules', path), ...args]);
  if (code !== 0 || !existsSync(result)) {
    throw new Stop(`The ${name} could not be built; the compiler tells above why. To build again, type: npm run build`);
  }
  writeFileSync(marker, before);
}

/** Names, sizes and times of all that a build reads. */
function fingerprint(paths) {
  const hash = createHash('sha256');
  for (const path of paths) {
    const { size, mtimeMs } = statSync(join(root, path));
    hash.update(`${path}\0${size}\0${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

function filesBelow(folder) {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(root.length + 1))
    .sort();
}
