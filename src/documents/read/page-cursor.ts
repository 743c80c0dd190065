import { createHash } from 'node:crypto';
import { Refusal } from '../../platform/errors.js';

/** The place in a list after which the next page begins: one text for each key of its order, null for an empty one. */
export type Place = readonly (string | null)[];

/** A cursor is good only for the list that it was made for; `list` says which: stream, filter, search, order. */
export function writeCursor(list: string, place: Place): string {
  return Buffer.from(JSON.stringify([mark(list), ...place])).toString('base64url');
}

/** @throws Refusal malformed for anything that `writeCursor` did not make for this list */
export function readCursor(list: string, cursor: string, keys: number): Place {
  const parts = parse(cursor);
  if (!Array.isArray(parts) || parts.length !== keys + 1 || parts[0] !== mark(list)) throw badCursor();
  const place: unknown[] = parts.slice(1);
  if (!place.every((part) => part === null || (typeof part === 'string' && !part.includes('\0')))) throw badCursor();
  return place as Place;
}

/** Said also when the values of a cursor turn out not to be of the order's types. */
export function badCursor(): Refusal {
  const message = 'The cursor does not belong to this list. Leave it out to begin with the first page.';
  return new Refusal('malformed', 'malformed-cursor', message, [{ path: 'cursor', code: 'malformed-cursor', message }]);
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}

function mark(list: string): string {
  return createHash('sha256').update(list).digest('base64url').slice(0, 10);
}
