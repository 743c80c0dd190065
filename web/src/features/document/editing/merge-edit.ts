import type { TypedValues } from '../../../card/card-stream.ts';

/** A field that somebody else has changed to something else while I was changing it. */
export interface Conflict {
  readonly key: string;
  /** What it was when I began. */
  readonly before: unknown;
  readonly mine: unknown;
  readonly theirs: unknown;
}

export interface Merge {
  readonly conflicts: readonly Conflict[];
  /** Keys of fields that only others have changed. */
  readonly others: readonly string[];
  /** What is left of my changes: those that nobody else has made as well. */
  readonly mine: TypedValues;
}

/**
 * Compares my changes, made from `before`, with the card as it has become meanwhile. All values as they are stored, so that
 * the same value typed in another way is the same.
 */
export function mergeEdit(before: TypedValues, mine: TypedValues, theirs: TypedValues): Merge {
  const changedByThem = (key: string) => !same(before[key], theirs[key]);
  const wanted = Object.entries(mine).filter(([key, value]) => !same(value, theirs[key]));
  const conflicts = wanted
    .filter(([key]) => changedByThem(key))
    .map(([key, value]) => ({ key, before: before[key] ?? null, mine: value, theirs: theirs[key] ?? null }));
  const keys = [...new Set([...Object.keys(before), ...Object.keys(theirs)])];
  return {
    conflicts,
    others: keys.filter((key) => changedByThem(key) && !Object.hasOwn(mine, key)),
    mine: Object.fromEntries(wanted),
  };
}

/** Whether two values mean the same; nothing, null, an empty text and an empty list are all empty. */
export function same(a: unknown, b: unknown): boolean {
  return canonical(a) === canonical(b);
}

function canonical(value: unknown): string {
  if (value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)) return '';
  return JSON.stringify(value, (_, entry: unknown) =>
    typeof entry === 'object' && entry !== null && !Array.isArray(entry)
      ? Object.fromEntries(Object.entries(entry).sort(([left], [right]) => (left < right ? -1 : 1)))
      : entry,
  );
}
