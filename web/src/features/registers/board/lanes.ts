import type { Schemas } from '../../../api/client.ts';
import type { Document } from '../register-columns.ts';

/** A column of the board, as the server answers it. */
export type Lane = Schemas['BoardColumn'];

/** A document on its way into another lane, shown there before the server has agreed. */
export interface Move {
  readonly document: Document;
  readonly to: string;
}

/** The lanes as they will be when the moves are done. A move that the server knows already changes nothing. */
export function withMoves(lanes: readonly Lane[], moves: ReadonlyMap<string, Move>): Lane[] {
  const arrived = (id: string, to: string) =>
    lanes.some(({ status, items }) => status === to && items.some((item) => item.id === id));
  const open = [...moves.values()].filter(({ document, to }) => !arrived(document.id, to));
  return lanes.map((lane) => {
    const gone = open.filter(({ document }) => document.status === lane.status).length;
    const come = open.filter(({ to }) => to === lane.status).map(({ document }) => document);
    if (gone === 0 && come.length === 0) return lane;
    const stay = lane.items.filter(({ id }) => !open.some(({ document }) => document.id === id));
    return { ...lane, count: lane.count - gone + come.length, items: [...come, ...stay] };
  });
}

/** What a lane shows of the pages that were loaded after its first documents. */
export function withoutMoved(items: readonly Document[], lane: Lane, moves: ReadonlyMap<string, Move>): Document[] {
  const shown = new Set(lane.items.map(({ id }) => id));
  return items.filter(({ id }) => !shown.has(id) && !moves.has(id));
}
