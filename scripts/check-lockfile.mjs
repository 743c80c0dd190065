import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './support/places.mjs';
import { script } from './support/say.mjs';

/**
 * `npm ci` refuses a lockfile that lacks a package of any system, and `npm install` writes such a one when a version was
 * not published for all of them. This finds out without the network.
 */
await script(() => {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const missing = Object.entries(packages).flatMap(([path, { dependencies, optionalDependencies }]) =>
    Object.entries({ ...dependencies, ...optionalDependencies })
      .filter(([name]) => !isLocked(packages, path, name))
      .map(([name, version]) => `${name}@${version}, wanted by ${path || 'package.json'}`),
  );
  for (const line of missing) console.error(`package-lock.json lacks ${line}`);
  if (missing.length === 0) return 0;
  console.error(
    'Choose a version that exists for every system: as a dependency, or under "overrides" in package.json. Then type: npm install',
  );
  return 1;
});

/** Looks where Node looks: beside the package, then in each folder above. */
function isLocked(packages, path, name) {
  for (let folder = path; ; folder = folder.slice(0, Math.max(folder.lastIndexOf('node_modules/') - 1, 0))) {
    if (packages[`${folder === '' ? '' : `${folder}/`}node_modules/${name}`] !== undefined) return true;
    if (folder === '') return false;
  }
}
