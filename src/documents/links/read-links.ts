import { Injectable } from '@nestjs/common';
import type { Context } from '../../platform/context.js';
import { isUuid } from '../../platform/ids.js';
import type { Page } from '../../platform/http/page.js';
import { hiddenLinks } from '../../streams/access/field-rights.js';
import { StreamRegistry } from '../../streams/definitions/stream-registry.service.js';
import { VisibleDocuments, type DocumentPointer } from '../access/visible-documents.js';
import type { DocumentRow } from '../document-row.js';
import { badCursor } from '../read/page-cursor.js';

/** A link as the API answers it. Of kind `field:<key>`: the reference field of `from` that holds `to`. */
export interface LinkView {
  readonly id: string;
  readonly kind: string;
  readonly from: DocumentPointer;
  readonly to: DocumentPointer;
}

export interface LinkQuery {
  /** Only links whose other end is a document of this stream. */
  readonly stream?: string;
  readonly kind?: string;
  readonly limit: number;
  readonly cursor?: string;
}

interface Row extends DocumentPointer {
  readonly linkId: string;
  readonly kind: string;
  readonly outward: boolean;
}

/** The links of a document in both directions, the newest first, as far as the actor may see the other end. */
@Injectable()
export class ReadLinks {
  constructor(
    private readonly visible: VisibleDocuments,
    private readonly streams: StreamRegistry,
  ) {}

  /** @throws Refusal malformed for a cursor that is none */
  async page(ctx: Context, document: DocumentRow, query: LinkQuery): Promise<Page<LinkView>> {
    if (query.cursor !== undefined && !isUuid(query.cursor)) throw badCursor();
    const parameters: unknown[] = [document.id];
    const conditions = [this.visible.condition(ctx.actor, parameters)];
    if (query.cursor !== undefined) conditions.push(`k.id < $${parameters.push(query.cursor)}::uuid`);
    if (query.kind !== undefined) conditions.push(`k.kind = $${parameters.push(query.kind)}`);
    if (query.stream !== undefined) conditions.push(`d.stream = $${parameters.push(query.stream)}`);
    const hidden = hiddenLinks(this.streams.all(), ctx.actor);
    const closed = hidden.length === 0 ? undefined : `$${parameters.push(hidden)}::text[]`;
    const own = closed && parameters.push(document.stream);
    // A link that a hidden field makes tells what the field holds.
    const open = (outward: boolean) =>
      closed === undefined ? '' : `AND (${outward ? `$${own}::text` : 'd.stream'} || ' ' || k.kind) <> ALL (${closed})`;
    const end = (mine: string, other: string, outward: boolean) => `
      SELECT k.id AS "linkId", k.kind, ${outward} AS outward, d.id, d.stream, d.number, d.title
      FROM document_link k JOIN document d ON d.id = k.${other}
      WHERE k.${mine} = $1 AND ${conditions.join(' AND ')} ${open(outward)}`;
    const rows = await ctx.tx.query<Row>(
      `${end('from_id', 'to_id', true)} UNION ALL ${end('to_id', 'from_id', false)}
       ORDER BY 1 DESC LIMIT ${query.limit + 1}`,
      parameters,
    );
    const items = rows.slice(0, query.limit).map((row) => toLink(row, document));
    return { items, nextCursor: rows.length > query.limit ? (items.at(-1)?.id ?? null) : null };
  }
}

function toLink({ linkId, kind, outward, id, stream, number, title }: Row, document: DocumentRow): LinkView {
  const here = { id: document.id, stream: document.stream, number: document.number, title: document.title };
  const there = { id, stream, number, title };
  return outward ? { id: linkId, kind, from: here, to: there } : { id: linkId, kind, from: there, to: here };
}
