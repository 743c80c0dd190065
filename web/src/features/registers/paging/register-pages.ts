/** Documents of one page. */
export const pageSize = 100;
/** Further than this from a known place, the places of the list are asked for first. */
export const farthest = 2000;

/** Where a page begins, as the API is told. */
export interface PageStart {
  readonly cursor?: string;
  readonly skip?: number;
}

/** What is known of a list so far. */
export interface KnownPlaces {
  /** What the page said about what follows it: null at the end of the list, undefined where it is not loaded. */
  cursorAfter(page: number): string | null | undefined;
  /** Places in the middle of the list. */
  readonly places?: { readonly every: number; readonly cursors: readonly string[] } | undefined;
}

/** The pages that rows `first` to `last` lie on. */
export function pagesOf(first: number, last: number): number[] {
  const from = Math.floor(Math.max(0, first) / pageSize);
  const to = Math.floor(Math.max(0, last) / pageSize);
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
}

/**
 * The pages to load while rows `first` to `last` are in view: theirs, and the next one in the direction of scrolling
 * when it is near, so that it is there before it is seen.
 */
export function pagesToLoad(first: number, last: number, total: number, backward = false): number[] {
  if (total <= 0) return [];
  const end = total - 1;
  const ahead = pageSize / 2;
  return backward
    ? pagesOf(Math.min(first - ahead, end), Math.min(last, end))
    : pagesOf(Math.min(first, end), Math.min(last + ahead, end));
}

/**
 * How to get to a page: after a page that is loaded, from the beginning, or from a place in the middle. `far` when none
 * is near and the places are not known yet; `end` when a page before was the last one.
 */
export function startOf(page: number, { cursorAfter, places }: KnownPlaces): PageStart | 'far' | 'end' {
  const position = page * pageSize;
  for (let before = page - 1; before >= 0 && position - (before + 1) * pageSize <= farthest; before -= 1) {
    const cursor = cursorAfter(before);
    if (cursor === null) return 'end';
    if (cursor !== undefined) return at(cursor, position - (before + 1) * pageSize);
  }
  if (position <= farthest) return at(undefined, position);
  if (!places) return 'far';
  const index = Math.min(Math.floor(position / places.every), places.cursors.length);
  return at(places.cursors[index - 1], position - index * places.every);
}

function at(cursor: string | undefined, skip: number): PageStart {
  return { ...(cursor !== undefined && { cursor }), ...(skip > 0 && { skip }) };
}
