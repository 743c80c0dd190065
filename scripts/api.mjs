import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkNode, ensurePackages } from './support/packages.mjs';
import { root } from './support/places.mjs';
import { say, script, Stop } from './support/say.mjs';

const answers = join(root, 'src', 'front-page', 'answers.gen.ts');
const client = join(root, 'web', 'src', 'api', 'schema.d.ts');

/**
 * `npm run api`: describes the API from the types of the controllers, for the OpenAPI document and for the web app.
 * With `--check` it only says whether the files that are there are still right.
 */
await script(async () => {
  checkNode();
  await ensurePackages();
  process.chdir(root);
  await import('./support/typescript.mjs');
  const check = process.argv.includes('--check');
  const { describeTypes } = await import('./api/describe.mjs');
  const { clientTypes, openApi, serverTypes } = await import('./api/openapi.mjs');
  const types = await describeTypes();
  const files = [
    [answers, serverTypes(types)],
    [client, await clientTypes(await openApi(types))],
  ];
  const changed = files.filter(([path, text]) => !existsSync(path) || readFileSync(path, 'utf8') !== text);
  if (check && changed.length > 0) {
    const names = changed.map(([path]) => `  ${path.slice(root.length + 1)}`).join('\n');
    throw new Stop(`The description of the API is not that of the controllers any more. Type: npm run api\n${names}`);
  }
  for (const [path, text] of changed) {
    writeFileSync(path, text);
    say(`Written: ${path.slice(root.length + 1)}`);
  }
  if (changed.length === 0) say('The description of the API is that of the controllers');
  return 0;
});
