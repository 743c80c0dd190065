import { Injectable } from '@nestjs/common';
import type { Context } from '../../platform/context.js';
import { Refusal } from '../../platform/errors.js';
import { ListDocuments } from '../read/list-documents.js';
import { ReadViews } from './read-views.js';
import type { RegisterView } from './saved-view.js';

/** How many documents a view holds. */
export interface ViewCount {
  readonly id: string;
  /** Up to 999. */
  readonly count: number;
  /** There are more than `count`. */
  readonly more: boolean;
}

const mostCounted = 999;
const keptMs = 15_000;
/** A count that takes long is kept so many times as long as it took. */
const keptTimes = 100;
const mostKept = 5_000;

interface Kept {
  readonly count: number;
  readonly until: number;
}

/** The counters beside the views in the menu. Those who see the same documents share them for some seconds. */
@Injectable()
export class CountViews {
  private readonly kept = new Map<string, Kept>();

  constructor(
    private readonly views: ReadViews,
    private readonly lists: ListDocuments,
  ) {}

  /** Of one stream or of all; hidden views are not counted. @throws Refusal notFound */
  async counts(ctx: Context, stream?: string): Promise<ViewCount[]> {
    const views = (await this.views.list(ctx, stream)).filter(({ hidden }) => !hidden);
    const counts: ViewCount[] = [];
    for (const view of views) {
      const count = await this.count(ctx, view);
      if (count !== undefined)
        counts.push({ id: view.id, count: Math.min(count, mostCounted), more: count > mostCounted });
    }
    return counts;
  }

  /** Undefined for a view that names what its stream does not have any more. */
  private async count(ctx: Context, { stream, filter }: RegisterView): Promise<number | undefined> {
    const list = await this.lists.ordered(ctx, stream, { filter }).catch(noSuchList);
    if (!list) return undefined;
    const { sql, values } = list.selection;
    const key = JSON.stringify([sql, values]);
    const known = this.kept.get(key);
    const began = performance.now();
    if (known && began < known.until) return known.count;
    const [row] = await ctx.tx.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM (SELECT 1 FROM document d WHERE ${sql} LIMIT ${mostCounted + 1}) found`,
      values,
    );
    const count = row?.count ?? 0;
    const ended = performance.now();
    if (this.kept.size >= mostKept) this.kept.clear();
    this.kept.set(key, { count, until: ended + Math.max(keptMs, (ended - began) * keptTimes) });
    return count;
  }
}

function noSuchList(error: unknown): undefined {
  if (!(error instanceof Refusal)) throw error;
}
