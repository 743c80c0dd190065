import { createHash } from 'node:crypto';
import type { ShapeFault } from './check-shape.js';
import { checkShape } from './check-shape.js';
import { checkMeaning } from './check-meaning.js';
import type { StreamDefinition } from './stream-definition.js';
import { readYaml } from './read-yaml.js';

/** One thing wrong with a definition file. Lines and columns count from 1. */
export interface DefinitionProblem {
  /** Relative to the folder that was loaded. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Inside the file: `fields[2].type`. */
  readonly path: string;
  readonly code: string;
  readonly message: string;
}

/** A definition without faults of its own. */
export interface LoadedDefinition {
  readonly file: string;
  /** SHA-256 of the definition, hexadecimal: the same for files that differ in comments or layout only. */
  readonly hash: string;
  readonly definition: StreamDefinition;
  /** A fault of this definition with its place in the file. */
  locate(fault: ShapeFault): DefinitionProblem;
}

const defaults = { views: [], relations: [], forms: [], letters: { labels: {} }, linking: [], autoprocessing: [] };

/**
 * Reads one stream definition from YAML. `fileName` is `<solution>/<stream>.yaml`; the solution is taken from it where
 * the file does not say. All faults are named at once, each with its line. Never throws.
 */
export function parseStream(
  text: string,
  fileName: string,
): { definition: LoadedDefinition } | { problems: DefinitionProblem[] } {
  const yaml = readYaml(text);
  const locate = ({ path, code, message }: ShapeFault): DefinitionProblem => {
    const shown = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`)).join('');
    return { file: fileName, ...yaml.position(path), path: shown.replace(/^\./, ''), code, message };
  };
  if ('faults' in yaml) return { problems: yaml.faults.map((fault) => ({ file: fileName, path: '', ...fault })) };
  const shape = checkShape(yaml.value);
  if (shape.length > 0) return { problems: shape.map(locate) };
  const solution = fileName.split('/').at(-2) ?? '';
  const definition = { ...defaults, solution, ...(yaml.value as Partial<StreamDefinition>) } as StreamDefinition;
  const meaning = checkMeaning(definition);
  if (meaning.length > 0) return { problems: meaning.map(locate) };
  const hash = createHash('sha256').update(JSON.stringify(definition)).digest('hex');
  return { definition: { file: fileName, hash, definition: deepFreeze(definition), locate } };
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}
