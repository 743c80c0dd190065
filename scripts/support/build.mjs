import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectNode, root } from './places.mjs';
import { checkWritable } from './packages.mjs';
import { run } from './run.mjs';
import { say, Stop } from './say.mjs';

const marker = join(root, 'dist', '.built-from');

/** Builds `dist/` from `src/` unless it is what was built from these very sources. */
export async function ensureBuild() {
  const sources = fingerprint();
  if (existsSync(marker) && readFileSync(marker, 'utf8') === sources) return;
  checkWritable(root);
  say('Building the server');
  rmSync(marker, { force: true });
  const nest = join(root, 'node_modules', '@nestjs', 'cli', 'bin', 'nest.js');
  const code = await run(projectNode(), [nest, 'build']);
  if (code !== 0 || !existsSync(join(root, 'dist', 'main.js'))) {
    throw new Stop('The server could not be built; the compiler tells above why. To build again, type: npm run build');
  }
  writeFileSync(marker, sources);
}

/** Names, sizes and times of all that the build reads. */
function fingerprint() {
  const hash = createHash('sha256');
  for (const path of ['package-lock.json', 'nest-cli.json', '.swcrc', ...filesBelow('src')]) {
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
