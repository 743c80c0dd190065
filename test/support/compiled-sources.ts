import { copyFile, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { transformFile, type Options } from '@swc/core';

const root = resolve(import.meta.dirname, '../..');

/** The program as JavaScript, for tests that start it in processes of its own. */
export interface CompiledSources {
  /** Holds `main.js`, `worker.js`, `cli.js`. */
  readonly folder: string;
  remove(): Promise<void>;
}

/** Compiles `src` as it is now, with what Jest compiles it with; packages are found because it lies below theirs. */
export async function compileSources(): Promise<CompiledSources> {
  const cache = join(root, 'node_modules', '.cache');
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, 'millrace-'));
  const options = await compilerOptions();
  const source = join(root, 'src');
  const found = await readdir(source, { recursive: true });
  // What is said in each language.
  for (const file of found.filter((one) => one.endsWith('.json'))) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await copyFile(join(source, file), join(folder, file));
  }
  for (const file of found.filter((one) => /(?<!\.d|\.spec)\.ts$/.test(one))) {
    const target = join(folder, file.replace(/\.ts$/, '.js'));
    await mkdir(dirname(target), { recursive: true });
    const { code } = await transformFile(join(source, file), { ...options, filename: relative(root, file) });
    await writeFile(target, code);
  }
  await writeFile(join(folder, 'package.json'), '{"type":"module"}');
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Those of the Jest configuration, which is JavaScript and has no types. */
async function compilerOptions(): Promise<Options> {
  const path = join(root, 'jest.config.mjs');
  const configuration = (await import(path)) as {
    default: { projects: { transform: Record<string, [string, Options]> }[] };
  };
  return configuration.default.projects[0]?.transform['^.+\\.ts$']?.[1] ?? {};
}
