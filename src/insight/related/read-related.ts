import { Injectable } from '@nestjs/common';
import { textIn } from '../../platform/languages.js';
import type { Context } from '../../platform/context.js';
import { Directory } from '../../organisation/directory/directory.js';
import { hiddenLinks } from '../../streams/access/field-rights.js';
import { amountOf } from '../../streams/card/amount-of.js';
import type { Money } from '../../streams/field-types/money.js';
import { StreamRegistry } from '../../streams/definitions/stream-registry.service.js';
import { VisibleDocuments, type DocumentPointer } from '../../documents/access/visible-documents.js';
import { documentSelection, type Channel, type DocumentRow } from '../../documents/document-row.js';
import { personView, type PersonView } from '../../documents/document-view.js';
import { aroundSql, pointerColumns, pointerOf, type WithPointer } from './around.js';
import { readLetters, type RelatedLetter } from './read-letters.js';

/** A document that refers to another one, or that it refers to. */
export interface RelatedDocument extends DocumentPointer {
  readonly status: string;
  /** Kind of the link: `field:client` for the reference field `client`, of whichever of the two documents. */
  readonly kind: string;
  /** `from`: it refers to the document asked about; `to`: it is referred to. */
  readonly direction: 'from' | 'to';
  readonly amount: Money | null;
  readonly responsible: PersonView | null;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
}

/** Related documents of one stream, the newest first. */
export interface RelatedGroup {
  readonly stream: string;
  /** Name of the register in the reader's language. */
  readonly name: string;
  /** How many the reader may see. */
  readonly count: number;
  readonly items: RelatedDocument[];
}

export interface RelatedFile {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  /** Bytes. */
  readonly size: number;
  readonly version: number;
  readonly createdAt: string;
  readonly document: DocumentPointer;
}

/** The open assignment that is due first on the document or on a related one. */
export interface NextAction {
  readonly assignment: string;
  readonly instruction: string;
  readonly dueAt: string | null;
  readonly performer: PersonView | null;
  readonly document: DocumentPointer;
}

/** When somebody outside was last heard or written to. */
export interface LastContact {
  readonly at: string;
  readonly channel: Channel;
  readonly direction: 'in' | 'out';
  readonly document: DocumentPointer;
}

/** Everything around a document on one page. */
export interface RelatedDocuments {
  /** In the order of the definitions of streams: those named by its relations first. */
  readonly groups: RelatedGroup[];
  /** The newest files of the document and of related ones, at most `limit`. */
  readonly files: RelatedFile[];
  /** The newest letters that left about the document and related ones, at most `limit`. */
  readonly letters: RelatedLetter[];
  readonly nextAction: NextAction | null;
  readonly lastContact: LastContact | null;
}

type LinkedRow = DocumentRow & { readonly kind: string; readonly outward: boolean; readonly count: number };

/** A page about a document: what refers to it, what lies on it, what comes next. Only what the reader may see. */
@Injectable()
export class ReadRelated {
  constructor(
    private readonly streams: StreamRegistry,
    private readonly directory: Directory,
    private readonly visible: VisibleDocuments,
  ) {}

  /** The document itself is one that the reader may see; `limit` for each group. */
  async around(ctx: Context, document: DocumentRow, limit: number): Promise<RelatedDocuments> {
    const [rows, files, letters, nextAction, lastContact] = await Promise.all([
      this.linked(ctx, document, limit),
      this.files(ctx, document.id, limit),
      readLetters(ctx, this.visible, document.id, limit),
      this.nextAction(ctx, document.id),
      this.lastContact(ctx, document.id),
    ]);
    const own = this.streams.get(document.stream).definition.relations.map(({ stream }) => stream);
    const place = (stream: string) => (own.includes(stream) ? own.indexOf(stream) : own.length);
    const groups = this.streams.all().flatMap(({ stream, definition }): RelatedGroup[] => {
      const items = rows.filter((row) => row.stream === stream);
      const [first] = items;
      if (!first) return [];
      const name = textIn(ctx.actor.language, definition.name);
      return [{ stream, name, count: first.count, items: items.map((row) => this.item(row)) }];
    });
    return {
      groups: groups.sort((a, b) => place(a.stream) - place(b.stream)),
      files,
      letters,
      nextAction,
      lastContact,
    };
  }

  private linked(ctx: Context, { id, stream }: DocumentRow, limit: number): Promise<LinkedRow[]> {
    // What hidden fields refer to is not told.
    const values: unknown[] = [id, limit, hiddenLinks(this.streams.all(), ctx.actor), stream];
    const readable = this.visible.condition(ctx.actor, values);
    return ctx.tx.query<LinkedRow>(
      `WITH links AS (${linksSql}), once AS (
         SELECT DISTINCT ON (other) other, kind, outward FROM links ORDER BY other, kind
       ), placed AS (
         SELECT d.id, o.kind, o.outward, count(*) OVER (PARTITION BY d.stream)::int AS count,
           row_number() OVER (PARTITION BY d.stream ORDER BY d.id DESC) AS place
         FROM once o JOIN document d ON d.id = o.other WHERE ${readable}
       )
       SELECT ${documentSelection}, p.kind, p.outward, p.count FROM placed p JOIN document d ON d.id = p.id
       WHERE p.place <= $2 ORDER BY d.id DESC`,
      values,
    );
  }

  private async files(ctx: Context, id: string, limit: number): Promise<RelatedFile[]> {
    const values: unknown[] = [id, limit];
    const rows = await ctx.tx.query<WithPointer<Omit<RelatedFile, 'document' | 'createdAt'> & { createdAt: Date }>>(
      `SELECT f.id, f.name, v.type, v.size::float8 AS size, v.version, v.created_at AS "createdAt", ${pointerColumns}
       FROM (${aroundSql}) a JOIN document d ON d.id = a.id JOIN file f ON f.document_id = d.id
         JOIN file_version v ON v.file_id = f.id AND v.version = f.version
       WHERE ${this.visible.condition(ctx.actor, values)} ORDER BY v.created_at DESC, f.id LIMIT $2`,
      values,
    );
    return rows.map((row) => ({
      ...{ id: row.id, name: row.name, type: row.type, size: row.size, version: row.version },
      ...{ createdAt: row.createdAt.toISOString(), document: pointerOf(row) },
    }));
  }

  private async nextAction(ctx: Context, id: string): Promise<NextAction | null> {
    const values: unknown[] = [id];
    const [row] = await ctx.tx.query<
      WithPointer<{
        assignment: string;
        instruction: Parameters<typeof textIn>[1];
        dueAt: Date | null;
        performerId: string | null;
      }>
    >(
      `SELECT s.id AS assignment, s.instruction, s.due_at AS "dueAt", s.performer_id AS "performerId", ${pointerColumns}
       FROM (${aroundSql}) a JOIN document d ON d.id = a.id JOIN assignment s ON s.document_id = d.id
       WHERE s.closed_at IS NULL AND s.state NOT IN ('suspended', 'reported') AND ${this.visible.condition(ctx.actor, values)}
       ORDER BY s.due_at NULLS LAST, s.id LIMIT 1`,
      values,
    );
    if (!row) return null;
    return {
      assignment: row.assignment,
      instruction: textIn(ctx.actor.language, row.instruction),
      dueAt: row.dueAt?.toISOString() ?? null,
      performer: row.performerId === null ? null : personView(row.performerId, this.directory.snapshot()),
      document: pointerOf(row),
    };
  }

  private async lastContact(ctx: Context, id: string): Promise<LastContact | null> {
    const values: unknown[] = [id];
    const readable = this.visible.condition(ctx.actor, values);
    const [row] = await ctx.tx.query<WithPointer<{ at: Date; channel: Channel; direction: 'in' | 'out' }>>(
      `SELECT * FROM (
         SELECT d.created_at AS at, d.source->>'channel' AS channel, 'in' AS direction, ${pointerColumns}
         FROM (${aroundSql}) a JOIN document d ON d.id = a.id
         WHERE d.source->>'channel' IN ('form', 'mail', 'call') AND ${readable}
         UNION ALL
         SELECT m.sent_at, 'mail', 'out', ${pointerColumns}
         FROM (${aroundSql}) a JOIN document d ON d.id = a.id JOIN outgoing_message m ON m.document_id = d.id
         WHERE m.sent_at IS NOT NULL AND ${readable}
       ) contacts ORDER BY at DESC LIMIT 1`,
      values,
    );
    if (!row) return null;
    return { at: row.at.toISOString(), channel: row.channel, direction: row.direction, document: pointerOf(row) };
  }

  private item(row: LinkedRow): RelatedDocument {
    const { id, stream, number, title, status, kind, outward, responsibleId } = row;
    return {
      ...{ id, stream, number, title, status, kind, direction: outward ? 'to' : 'from' },
      amount: amountOf(this.streams.get(stream).definition, row.fields),
      responsible: responsibleId === null ? null : personView(responsibleId, this.directory.snapshot()),
      createdAt: row.createdAt.toISOString(),
    };
  }
}

/** Links of the document $1, which is of the stream $4, from whichever end; without those of the kinds $3. */
const linksSql = `SELECT to_id AS other, kind, true AS outward FROM document_link
    WHERE from_id = $1 AND ($4::text || ' ' || kind) <> ALL ($3::text[])
  UNION ALL SELECT k.from_id, k.kind, false FROM document_link k JOIN document f ON f.id = k.from_id
    WHERE k.to_id = $1 AND (f.stream || ' ' || k.kind) <> ALL ($3::text[])`;
