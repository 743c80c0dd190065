/** The rows that something is to be done with: some of them, or all that the list has but for some. */
export interface Marks {
  readonly all: boolean;
  /** Ids: those that are marked, or, where all are, those that are not. */
  readonly ids: ReadonlySet<string>;
}

export const noMarks: Marks = { all: false, ids: new Set() };
export const allMarks: Marks = { all: true, ids: new Set() };

export function isMarked({ all, ids }: Marks, id: string): boolean {
  return ids.has(id) !== all;
}

/** How many are marked of a list of `total`. */
export function countMarks({ all, ids }: Marks, total: number): number {
  return all ? Math.max(0, total - ids.size) : ids.size;
}

/** Marks a row, or no longer. */
export function toggleMark({ all, ids }: Marks, id: string): Marks {
  const next = new Set(ids);
  if (!next.delete(id)) next.add(id);
  return { all, ids: next };
}

/** Marks every one of the rows. */
export function markEach({ all, ids }: Marks, more: readonly string[]): Marks {
  if (!all) return { all, ids: new Set([...ids, ...more]) };
  const wanted = new Set(more);
  return { all, ids: new Set([...ids].filter((id) => !wanted.has(id))) };
}
