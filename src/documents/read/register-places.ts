import { Injectable } from '@nestjs/common';
import type { Context } from '../../platform/context.js';
import { ListDocuments, placeOf, type OrderedList, type RegisterQuery } from './list-documents.js';
import { writeCursor, type Place } from './page-cursor.js';

/** Where one can enter a long list other than at its beginning. */
export interface RegisterPlaces {
  /** How many documents there are, all of them counted. */
  readonly total: number;
  /** Documents from one place to the next. */
  readonly every: number;
  /** The first leads to the page after `every` documents, the second to that after twice as many, and so on. */
  readonly cursors: string[];
}

/** Beyond this many places they stand further apart. */
const mostPlaces = 300;
const nearest = 100;
/** A list is walked once for everybody who asks for it meanwhile. */
const keptMs = 60_000;
const mostKept = 50;

interface Kept {
  readonly at: number;
  readonly places: Promise<RegisterPlaces>;
}

/**
 * Finds the places of a register: the whole list is walked once, and from then on every page of it is as near as the
 * first. They are kept for a minute, since a place that is some documents off serves as well: a cursor says after which
 * document the page begins, whatever has come before it.
 */
@Injectable()
export class FindPlaces {
  private readonly kept = new Map<string, Kept>();

  constructor(private readonly lists: ListDocuments) {}

  /** @throws Refusal notFound (no such stream), malformed */
  async of(ctx: Context, stream: string, query: RegisterQuery): Promise<RegisterPlaces> {
    const list = await this.lists.ordered(ctx, stream, query);
    // The condition holds what the actor may see, so that nobody is shown places of documents of others.
    const key = JSON.stringify([list.name, list.selection.sql, list.selection.values]);
    const now = ctx.now.getTime();
    const known = this.kept.get(key);
    if (known && now - known.at < keptMs) return known.places;
    const places = walk(ctx, list);
    this.keep(key, { at: now, places });
    try {
      return await places;
    } catch (error) {
      this.kept.delete(key);
      throw error;
    }
  }

  private keep(key: string, entry: Kept): void {
    this.kept.delete(key);
    this.kept.set(key, entry);
    const [oldest] = this.kept.keys();
    if (this.kept.size > mostKept && oldest !== undefined) this.kept.delete(oldest);
  }
}

async function walk(ctx: Context, { name, selection, sort }: OrderedList): Promise<RegisterPlaces> {
  const [counted] = await ctx.tx.query<{ total: number }>(
    `SELECT count(*)::int AS total FROM document d WHERE ${selection.sql}`,
    selection.values,
  );
  const total = counted?.total ?? 0;
  const every = nearest * Math.max(1, Math.ceil(total / mostPlaces / nearest));
  if (total <= every) return { total, every, cursors: [] };
  const keys = sort.keys.map(({ expression }, index) => `${expression} AS key${index}`);
  const rows = await ctx.tx.query<{ place: Place }>(
    `SELECT ${placeOf(sort.keys.map((_, index) => `key${index}`))}
     FROM (SELECT ${keys.join(', ')}, row_number() OVER (ORDER BY ${sort.orderBy}) AS position
           FROM document d WHERE ${selection.sql}) numbered
     WHERE position % ${every} = 0 ORDER BY position`,
    selection.values,
  );
  return { total, every, cursors: rows.map(({ place }) => writeCursor(name, place)) };
}
