import { checkNode, ensurePackages } from './support/packages.mjs';
import { projectNode, root } from './support/places.mjs';
import { run } from './support/run.mjs';
import { say, script, span } from './support/say.mjs';

const checks = [
  ['packages', 'scripts/check-lockfile.mjs', []],
  ['advisories', 'scripts/check-advisories.mjs', []],
  ['types', 'node_modules/typescript/bin/tsc', ['-p', 'tsconfig.json']],
  ['types of the web app', 'node_modules/typescript/bin/tsc', ['-p', 'web/tsconfig.json']],
  ['rules of the code', 'node_modules/eslint/bin/eslint.js', ['.']],
  [
    'order of the folders',
    'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs',
    ['--output-type=err-long', 'src'],
  ],
  [
    'order of the web folders',
    'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs',
    ['--config=.dependency-cruiser.web.cjs', '--output-type=err-long', 'web/src'],
  ],
  ['API description', 'scripts/api.mjs', ['--check']],
  ['format', 'node_modules/prettier/bin/prettier.cjs', ['--check', '--log-level=warn', '.']],
];

/** `npm run check`: everything that a machine can say about the code without running it. */
await script(async () => {
  process.chdir(root);
  checkNode();
  await ensurePackages();
  const results = [];
  for (const [name, program, args] of checks) {
    say(`Checking ${name}`);
    const began = Date.now();
    const code = await run(projectNode(), [program, ...args]);
    results.push({ name, code, took: span(Date.now() - began) });
  }
  console.log('');
  for (const { name, code, took } of results) say(`${code === 0 ? 'ok    ' : 'failed'} ${name} (${took})`);
  return results.some(({ code }) => code !== 0) ? 1 : 0;
});
