import type { Problem } from '../../platform/errors.js';
import { cleanLines } from '../../streams/field-types/clean-text.js';
import type { Flag } from '../document-row.js';

/** Characters of a refused value that a flag shows; the whole is in the raw arrival. */
const shownLength = 500;

/** The problems as flags, each with what was sent at its path. */
export function toFlags(problems: readonly Problem[], input: unknown): Flag[] {
  return problems.map(({ path, code, message }) => {
    const value = showValue(valueAt(input, path));
    return value === undefined ? { path, code, message } : { path, code, message, value };
  });
}

/** Both lists, without saying anything twice. */
export function joinFlags(before: readonly Flag[], more: readonly Flag[]): readonly Flag[] {
  const fresh = more.filter((flag) => !before.some((known) => known.path === flag.path && known.code === flag.code));
  return fresh.length === 0 ? before : [...before, ...fresh];
}

/** What `fields.items[2].price` names within the fields. */
function valueAt(input: unknown, path: string): unknown {
  const [root, ...steps] = path.match(/[^.[\]]+/g) ?? [];
  if (root !== 'fields') return undefined;
  let value = input;
  for (const step of steps) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[step];
  }
  return value;
}

function showValue(value: unknown): string | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  const text = typeof value === 'object' ? shallowText(value) : String(value);
  return cleanLines(text.slice(0, shownLength));
}

/** An object as JSON of two levels: what was sent may be deeper than a stack. */
function shallowText(value: object): string {
  return JSON.stringify(value, function (this: unknown, key: string, entry: unknown) {
    const nested = key !== '' && this !== value && typeof entry === 'object' && entry !== null;
    return nested ? '…' : entry;
  });
}
