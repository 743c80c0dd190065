import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { checkTogether } from './check-together.js';
import type { DefinitionProblem, LoadedDefinition } from './parse-stream.js';
import { parseStream } from './parse-stream.js';

/** Bytes of a file that is read at all. */
const maxBytes = 1_000_000;

/**
 * Loads every `<solution>/<stream>.yaml` of a folder. A faulty file never hides the good ones: it is left out and told
 * about in `problems`. Two files with one key: the first by name stays.
 * @throws when the folder itself cannot be read.
 */
export async function loadStreams(
  directory: string,
): Promise<{ definitions: LoadedDefinition[]; problems: DefinitionProblem[] }> {
  const problems: DefinitionProblem[] = [];
  const loaded = new Map<string, LoadedDefinition>();
  const files = await listFiles(directory);
  for (const file of files) {
    const result = await readStream(directory, file);
    if ('problems' in result) {
      problems.push(...result.problems);
      continue;
    }
    const { key } = result.definition.definition;
    const other = loaded.get(key);
    if (other)
      problems.push(
        result.definition.locate({
          path: ['key'],
          code: 'duplicate-stream',
          message: `The stream "${key}" is already defined in ${other.file}.`,
        }),
      );
    else loaded.set(key, result.definition);
  }
  const { definitions, faults } = keepConsistent(loaded, files);
  return { definitions, problems: [...problems, ...faults] };
}

/**
 * Leaves out definitions that name what is not there. A stream whose own file is faulty counts as there: its published
 * version goes on working, and one bad file must not take others with it.
 */
function keepConsistent(
  loaded: ReadonlyMap<string, LoadedDefinition>,
  files: readonly string[],
): { definitions: LoadedDefinition[]; faults: DefinitionProblem[] } {
  const streams = new Map([...loaded].map(([key, { definition }]) => [key, definition]));
  const present = new Set([...streams.keys(), ...files.map((file) => basename(file, extname(file)))]);
  const faults = [...loaded.values()].flatMap((entry) =>
    checkTogether(entry.definition, streams, present).map((fault) => entry.locate(fault)),
  );
  const broken = new Set(faults.map(({ file }) => file));
  return { definitions: [...loaded.values()].filter(({ file }) => !broken.has(file)), faults };
}

async function listFiles(directory: string): Promise<string[]> {
  const files: string[] = [];
  for (const solution of await readdir(directory, { withFileTypes: true })) {
    if (!solution.isDirectory()) continue;
    for (const entry of await readdir(join(directory, solution.name), { withFileTypes: true }))
      if (entry.isFile() && /\.ya?ml$/.test(entry.name)) files.push(`${solution.name}/${entry.name}`);
  }
  return files.sort();
}

async function readStream(directory: string, file: string): Promise<ReturnType<typeof parseStream>> {
  const fail = (code: string, message: string) => ({
    problems: [{ file, line: 1, column: 1, path: '', code, message }],
  });
  try {
    const path = join(directory, file);
    if ((await stat(path)).size > maxBytes) return fail('too-large', 'The file is larger than a definition can be.');
    return parseStream((await readFile(path)).toString('utf8'), file);
  } catch (error) {
    return fail('unreadable', `The file cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}
