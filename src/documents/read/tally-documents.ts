import { Injectable } from '@nestjs/common';
import type { Context } from '../../platform/context.js';
import { Refusal } from '../../platform/errors.js';
import { say } from '../../platform/words/sentence.js';
import { cardFor } from '../../streams/access/field-rights.js';
import { holdsMoney } from '../../streams/card/amount-of.js';
import type { CompiledCard } from '../../streams/card/compile-card.js';
import { StreamRegistry } from '../../streams/definitions/stream-registry.service.js';
import { ListDocuments, type RegisterQuery } from './list-documents.js';

/** A sum of a field: of money in one currency, or of plain numbers (`currency` is null). */
export interface StatusSum {
  /** Decimal text. */
  readonly amount: string;
  readonly currency: string | null;
}

export interface StatusTally {
  readonly status: string;
  readonly count: number;
  /** One for each currency that occurs; empty unless a field to sum was named. */
  readonly sums: StatusSum[];
}

export interface RegisterTally {
  /** In the order of the definition of the stream; statuses without documents are there with 0. */
  readonly statuses: StatusTally[];
}

interface Counted {
  readonly status: string;
  readonly currency: string | null;
  readonly count: number;
  readonly amount: string | null;
}

/** Counts the documents of a register by status, and sums one field of them. */
@Injectable()
export class TallyDocuments {
  constructor(
    private readonly streams: StreamRegistry,
    private readonly lists: ListDocuments,
  ) {}

  /** `sum` is the key of a field of money or numbers. @throws Refusal notFound (no such stream), malformed */
  async of(
    ctx: Context,
    stream: string,
    { sum, ...query }: Pick<RegisterQuery, 'q' | 'filter'> & { readonly sum?: string },
  ): Promise<RegisterTally> {
    const card = cardFor(this.streams.get(stream), ctx.actor);
    const { selection } = await this.lists.ordered(ctx, stream, query);
    const { amount, currency } = sum === undefined ? nothing : summed(card, sum);
    const rows = await ctx.tx.query<Counted>(
      `SELECT d.status, ${currency} AS currency, count(*)::int AS count, sum(${amount})::text AS amount
       FROM document d WHERE ${selection.sql} GROUP BY 1, 2 ORDER BY 2`,
      selection.values,
    );
    const known = card.definition.statuses.map(({ key }) => key);
    // A status that the stream no longer has may still be that of old documents.
    const statuses = new Set([...known, ...rows.map(({ status }) => status)]);
    return { statuses: [...statuses].map((status) => tallyOf(status, rows)) };
  }
}

const nothing = { amount: 'NULL::numeric', currency: 'NULL::text' };

function summed(card: CompiledCard, key: string): { amount: string; currency: string } {
  const field = card.field(key);
  if (field?.sql?.cast !== 'numeric') {
    const message = say('Expected the key of a field of money or numbers, not "{key}".', { key: key.slice(0, 60) });
    throw new Refusal('malformed', 'malformed-query', message, [{ path: 'sum', code: 'unknown-field', message }]);
  }
  const amount = field.sql.expression('d.fields');
  return { amount, currency: holdsMoney(field.definition) ? `d.fields->'${key}'->>'currency'` : 'NULL::text' };
}

function tallyOf(status: string, rows: readonly Counted[]): StatusTally {
  const own = rows.filter((row) => row.status === status);
  return {
    status,
    count: own.reduce((sum, { count }) => sum + count, 0),
    sums: own.flatMap(({ amount, currency }) => (amount === null ? [] : [{ amount, currency }])),
  };
}
