import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureBuild } from './support/build.mjs';
import { checkNode, ensurePackages } from './support/packages.mjs';
import { root } from './support/places.mjs';
import { say, script, Stop } from './support/say.mjs';

const page = join(root, 'docs', 'bpmn.md');

/** `npm run docs:constructs`: runs the public test processes and writes what came of them into docs/bpmn.md. */
await script(async () => {
  checkNode();
  await ensurePackages();
  await ensureBuild();
  const built = (file) => import(pathToFileURL(join(root, 'dist', 'routes', 'simulate', 'testing', file)).href);
  const { Material } = await built('material.js');
  const material = Material.beside(root);
  if (!material.present)
    throw new Stop(`The test processes are not at ${material.folder}; docs/bpmn.md stays as it is.`);
  const { countConstructs } = await built('count-constructs.js');
  const { constructsPage } = await built('constructs-page.js');
  writeFileSync(page, await constructsPage(await countConstructs(material)));
  say(`Written: ${page}`);
  return 0;
});
