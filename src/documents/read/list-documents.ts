import { Injectable } from '@nestjs/common';
import type { Context } from '../../platform/context.js';
import { Refusal, type Problem } from '../../platform/errors.js';
import { largestPage } from '../../platform/http/page-limit.js';
import { Directory } from '../../organisation/directory/directory.js';
import { cardFor } from '../../streams/access/field-rights.js';
import { compileFilter } from '../../streams/filter/compile-filter.js';
import { compileSort, conditionsAfter, type CompiledSort } from '../../streams/filter/compile-sort.js';
import type { CompiledCard } from '../../streams/card/compile-card.js';
import { StreamRegistry } from '../../streams/definitions/stream-registry.service.js';
import { Reach } from '../access/reach.js';
import { documentSelection, type DocumentRow } from '../document-row.js';
import { toDocumentView, type DocumentView } from '../document-view.js';
import { searchTerms, servedByTrigrams, termCondition } from '../search/search-terms.js';
import { filterAsker } from './filter-asker.js';
import { badCursor, readCursor, writeCursor, type Place } from './page-cursor.js';
import { NextActions } from './next-actions.js';
import { PresentDocuments } from './present-documents.js';

/** What is asked of a register. */
export interface RegisterQuery {
  /** Parts of words of number, title or any text on the card, all of which must be there; see `searchTerms`. */
  readonly q?: string;
  /** See `compileFilter`. */
  readonly filter?: unknown;
  /** Only these of them, by id. */
  readonly ids?: readonly string[];
  /** See `compileSort`. */
  readonly sort?: string;
  readonly limit?: number;
  readonly cursor?: string;
  /** Documents to pass over after the cursor, or from the beginning. */
  readonly skip?: number;
  /** Keys of the fields that are answered; all unless said. */
  readonly columns?: readonly string[];
  /** Say how many there are: up to `mostCounted`, or all of them. */
  readonly count?: boolean | 'all';
}

export interface DocumentPage {
  readonly items: DocumentView[];
  readonly nextCursor: string | null;
  /** The exact number of documents, up to `mostCounted`. */
  readonly total?: number;
  /** Instead of `total`: there are more than this. */
  readonly totalAtLeast?: number;
}

/** Counting goes no further unless asked to: a full count costs more than the page. */
export const mostCounted = 10_000;
export const defaultPage = 50;
export const mostSkipped = 20_000;

/** The condition of a list with its parameters. */
export interface Selection {
  readonly sql: string;
  readonly values: unknown[];
  /** Found by parts of words, or few may be seen at all: matches are gathered before they are sorted. */
  readonly gathered: boolean;
}

/** A list in its order, and what names it in cursors. */
export interface OrderedList {
  readonly name: string;
  readonly selection: Selection;
  readonly sort: CompiledSort;
}

interface PlacedRow {
  readonly place: Place;
}
type ListedRow = DocumentRow & PlacedRow;

/** The register of a stream, page by page. */
@Injectable()
export class ListDocuments {
  constructor(
    private readonly streams: StreamRegistry,
    private readonly directory: Directory,
    private readonly reach: Reach,
    private readonly presented: PresentDocuments,
    private readonly actions: NextActions,
  ) {}

  /** @throws Refusal notFound (no such stream), malformed */
  async page(ctx: Context, stream: string, query: RegisterQuery): Promise<DocumentPage> {
    const limit = Math.min(Math.max(query.limit ?? defaultPage, 1), largestPage);
    const list = await this.ordered(ctx, stream, query);
    const last = query.cursor === undefined ? undefined : readCursor(list.name, query.cursor, list.sort.keys.length);
    const counted = query.count ? this.count(ctx, list.selection, query.count === 'all') : undefined;
    counted?.catch(() => undefined);
    const rows = await this.rowsAfter(ctx, list, last, { skip: query.skip ?? 0, limit: limit + 1 });
    const shown = rows.slice(0, limit);
    const org = this.directory.snapshot();
    const narrowed = query.columns === undefined ? shown : shown.map((row) => withFields(row, query.columns ?? []));
    const views = narrowed.map((row) => toDocumentView(row, org, ctx.actor.language));
    const end = rows.length > limit ? shown.at(-1) : undefined;
    return {
      items: await this.presented.all(ctx, views),
      nextCursor: end ? writeCursor(list.name, end.place) : null,
      ...(await counted),
    };
  }

  /** The list that is asked for. @throws Refusal notFound (no such stream), malformed */
  async ordered(ctx: Context, stream: string, query: RegisterQuery): Promise<OrderedList> {
    const card = cardFor(this.streams.get(stream), ctx.actor);
    const selection = await this.selection(ctx, card, query);
    const sort = compileSort(card, query.sort);
    if ('problems' in sort) throw malformed(sort.problems);
    const name = JSON.stringify([stream, query.q ?? '', query.filter ?? null, query.sort ?? '']);
    return { name, selection, sort };
  }

  /** The statement that gives the rows of a list from its beginning to its end. @throws as `ordered` */
  async whole(ctx: Context, stream: string, query: RegisterQuery): Promise<{ sql: string; values: unknown[] }> {
    const { selection, sort } = await this.ordered(ctx, stream, query);
    const sql = `SELECT ${documentSelection} FROM document d WHERE ${selection.sql} ORDER BY ${sort.orderBy}`;
    return { sql, values: selection.values };
  }

  /** Filter, search and what the actor may see. */
  private async selection(ctx: Context, card: CompiledCard, query: RegisterQuery): Promise<Selection> {
    const asker = filterAsker(ctx, this.directory.snapshot());
    const filter = compileFilter(card, query.filter, {
      ...{ language: ctx.actor.language, asker },
      nextActions: this.actions.sql(),
    });
    if ('problems' in filter) throw malformed(filter.problems);
    const values = [...filter.values];
    const extent = await this.reach.extent(ctx, card);
    const conditions = [filter.sql, this.reach.conditionFor(ctx, card, extent, values)];
    if (query.ids) conditions.push(`d.id = ANY ($${values.push(query.ids)}::uuid[])`);
    const terms = searchTerms(query.q);
    conditions.push(...terms.map((term) => termCondition(term, values)));
    const sql = conditions.filter((condition) => condition !== 'true').join(' AND ');
    // Fewer than three letters make no trigram: the index cannot gather them, and a walk meets them soon.
    const gathered = extent === 'few' || filter.byTrigram || servedByTrigrams(terms);
    return { sql, values, gathered };
  }

  /** Passes over `skip` documents after `last` by their places alone. */
  private async rowsAfter(
    ctx: Context,
    list: OrderedList,
    last: Place | undefined,
    { skip, limit }: { skip: number; limit: number },
  ): Promise<ListedRow[]> {
    if (skip === 0) return this.rows(ctx, list, last, limit, documentSelection);
    const passed = await this.rows<PlacedRow>(ctx, list, last, skip, 'd.id');
    if (passed.length < skip) return [];
    return this.rows(ctx, list, passed.at(-1)?.place, limit, documentSelection);
  }

  /** Asks for the parts of the order after `last` one after another until `limit` rows are there. */
  private async rows<Row extends PlacedRow = ListedRow>(
    ctx: Context,
    { selection, sort }: OrderedList,
    last: Place | undefined,
    limit: number,
    columns: string,
  ): Promise<Row[]> {
    const selected = `${columns}, ${placeOf(sort.keys.map(({ expression }) => expression))}`;
    const parts = last ? conditionsAfter(sort, last, selection.values.length + 1) : [{ sql: 'true', values: [] }];
    const rows: Row[] = [];
    for (const part of parts) {
      const values = [...selection.values, ...part.values];
      const sql = pageSql({ selection, sort }, selected, part.sql, limit - rows.length);
      rows.push(...(await ctx.tx.query<Row>(sql, values).catch(last ? refuseBadPlace : undefined)));
      if (rows.length >= limit) break;
    }
    return rows;
  }

  private async count(
    ctx: Context,
    { sql, values }: Selection,
    all: boolean,
  ): Promise<Pick<DocumentPage, 'total' | 'totalAtLeast'>> {
    const limit = all ? '' : `LIMIT ${mostCounted + 1}`;
    const [row] = await ctx.tx.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM (SELECT 1 FROM document d WHERE ${sql} ${limit}) found`,
      values,
    );
    const count = row?.count ?? 0;
    return count > mostCounted && !all ? { totalAtLeast: mostCounted } : { total: count };
  }
}

/** The row with some of its fields; what is looked at closely is read alone. */
function withFields(row: ListedRow, columns: readonly string[]): ListedRow {
  const fields = Object.fromEntries(Object.entries(row.fields).filter(([key]) => columns.includes(key)));
  const { channel } = row.source;
  return { ...row, fields, source: channel === undefined ? {} : { channel } };
}

/** The values of the order as one array of texts, which a cursor keeps. */
export function placeOf(expressions: readonly string[]): string {
  // The keys of an order have collations of their own; members of one array must agree on one.
  const texts = expressions.map((expression) => `(${expression})::text COLLATE "C"`);
  return `ARRAY[${texts.join(', ')}] AS place`;
}

type SelectedInOrder = Pick<OrderedList, 'selection' | 'sort'>;

function pageSql({ selection, sort }: SelectedInOrder, selected: string, after: string, limit: number): string {
  if (!selection.gathered) {
    return `SELECT ${selected} FROM document d
      WHERE ${selection.sql} AND ${after} ORDER BY ${sort.orderBy} LIMIT ${limit}`;
  }
  const keys = sort.keys.map(({ expression }, index) => `${expression} AS key${index}`);
  const order = sort.keys.map(({ direction }, index) => `key${index} ${direction}`);
  // Sorted directly, the planner may walk the whole index of the order in search of rare matches. Each match is visited
  // once, with what it is sorted by; whole documents are read for the page alone.
  return `WITH matched AS MATERIALIZED (
      SELECT d.id, ${keys.join(', ')} FROM document d WHERE ${selection.sql} AND ${after}
    ), page AS MATERIALIZED (SELECT id FROM matched ORDER BY ${order.join(', ')} LIMIT ${limit})
    SELECT ${selected} FROM page JOIN document d USING (id) ORDER BY ${sort.orderBy}`;
}

function malformed(problems: readonly Problem[]): Refusal {
  return new Refusal('malformed', 'malformed-query', problems[0]?.message ?? 'The query is malformed.', problems);
}

/** A forged cursor may hold texts that are not of the types of the order (SQLSTATE class 22). */
function refuseBadPlace(error: unknown): never {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  throw code.startsWith('22') ? badCursor() : error;
}
