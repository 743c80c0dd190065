import { Injectable } from '@nestjs/common';
import type { Context } from '../../platform/context.js';
import { StreamRegistry } from '../../streams/definitions/stream-registry.service.js';
import type { DocumentView } from '../document-view.js';
import { ListDocuments, type RegisterQuery } from './list-documents.js';

/** The first documents of one status. */
export interface BoardColumn {
  readonly status: string;
  /** Up to 1000. */
  readonly count: number;
  /** There are more than `count`. */
  readonly more: boolean;
  readonly items: DocumentView[];
  /** Leads on in the register with `filter` and the same search and order. */
  readonly nextCursor: string | null;
  /** The filter of this column, as the register takes it. */
  readonly filter: BoardFilter;
}

export interface BoardFilter {
  readonly and: readonly unknown[];
}

export interface RegisterBoard {
  /** In the order of the definition of the stream. */
  readonly columns: BoardColumn[];
}

export const mostOnBoard = 1000;

/** A register as a board: a column for each status with its first page. */
@Injectable()
export class BoardDocuments {
  constructor(
    private readonly streams: StreamRegistry,
    private readonly lists: ListDocuments,
  ) {}

  /** @throws Refusal notFound (no such stream), malformed */
  async of(ctx: Context, stream: string, query: RegisterQuery): Promise<RegisterBoard> {
    const { statuses } = this.streams.get(stream).definition;
    const columns = await Promise.all(statuses.map(({ key }) => this.column(ctx, stream, query, key)));
    return { columns };
  }

  private async column(ctx: Context, stream: string, query: RegisterQuery, status: string): Promise<BoardColumn> {
    const filter = { and: [...conditionsOf(query.filter), { field: 'status', op: 'eq', value: status }] };
    const asked = { ...query, filter };
    const { selection } = await this.lists.ordered(ctx, stream, asked);
    const [{ items, nextCursor }, [counted]] = await Promise.all([
      this.lists.page(ctx, stream, asked),
      ctx.tx.query<{ count: number }>(
        `SELECT count(*)::int AS count FROM (SELECT 1 FROM document d WHERE ${selection.sql} LIMIT ${mostOnBoard + 1}) found`,
        selection.values,
      ),
    ]);
    const count = counted?.count ?? 0;
    return { status, count: Math.min(count, mostOnBoard), more: count > mostOnBoard, items, nextCursor, filter };
  }
}

/** The conditions of a filter; a malformed one is handed on, for the filter's own check to tell. */
function conditionsOf(filter: unknown): readonly unknown[] {
  if (filter === undefined || filter === null) return [];
  const { and } = filter as { readonly and?: unknown };
  return Array.isArray(and) ? (and as readonly unknown[]) : [filter];
}
