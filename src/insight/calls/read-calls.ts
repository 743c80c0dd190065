import { Injectable } from '@nestjs/common';
import type { Context } from '../../platform/context.js';
import { isUuid } from '../../platform/ids.js';
import { textIn, type LocalisedText } from '../../platform/languages.js';
import { Directory } from '../../organisation/directory/directory.js';
import { VisibleDocuments } from '../../documents/access/visible-documents.js';
import { documentSelection, type DocumentRow } from '../../documents/document-row.js';
import { personView, toDocumentView } from '../../documents/document-view.js';
import { cardFor } from '../../streams/access/field-rights.js';
import { StreamRegistry } from '../../streams/definitions/stream-registry.service.js';
import type { CallComment, EarlierCall } from './earlier-call.js';

/** Whose calls: a client's, or those from a telephone number. */
export interface CallsQuery {
  /** Id of the client's document. */
  readonly client?: string | undefined;
  /** In international form; asked for where the client is not known. */
  readonly phone?: string | undefined;
  readonly limit: number;
}

type Row = DocumentRow & { readonly lastTask: TaskRow | null; readonly comments: readonly CommentRow[] | null };

interface TaskRow {
  readonly performer: string | null;
  readonly outcome: string | null;
  readonly outcomes: readonly { readonly key: string; readonly label: LocalisedText }[];
  readonly comment: string | null;
}

interface CommentRow {
  readonly author: string;
  readonly text: string;
  readonly at: string;
}

/** Calls that came before, as far as the reader may see them. */
@Injectable()
export class ReadCalls {
  constructor(
    private readonly streams: StreamRegistry,
    private readonly directory: Directory,
    private readonly visible: VisibleDocuments,
  ) {}

  async earlier(ctx: Context, { client, phone, limit }: CallsQuery): Promise<EarlierCall[]> {
    const values: unknown[] = [limit];
    const whose = this.whose(values, client, phone);
    if (whose === undefined) return [];
    const rows = await ctx.tx.query<Row>(
      `SELECT ${documentSelection}, t.task AS "lastTask", c.comments
       FROM document d ${lastTaskSql} ${commentsSql}
       WHERE ${whose} AND d.source ->> 'channel' = 'call' AND ${this.visible.condition(ctx.actor, values)}
       ORDER BY d.id DESC LIMIT $1`,
      values,
    );
    return rows.map((row) => this.call(ctx, row));
  }

  private whose(values: unknown[], client: string | undefined, phone: string | undefined): string | undefined {
    if (client !== undefined) {
      if (!isUuid(client)) return undefined;
      return `d.id IN (SELECT l.from_id FROM document_link l WHERE l.to_id = $${values.push(client)} AND l.kind LIKE 'field:%')`;
    }
    const digits = phone?.replace(/[^\d+]/g, '') ?? '';
    if (digits.length < leastDigits) return undefined;
    return `d.search LIKE search_form($${values.push(`%${digits}%`)})`;
  }

  private call(ctx: Context, row: Row): EarlierCall {
    const org = this.directory.snapshot();
    const { language } = ctx.actor;
    const { unit, status, createdAt } = toDocumentView(row, org, language);
    const card = cardFor(this.streams.get(row.stream), ctx.actor);
    const found = card.definition.statuses.find(({ key }) => key === status);
    const { lastTask: task, source } = row;
    const label = task?.outcomes.find(({ key }) => key === task.outcome)?.label;
    const text = (key: string) => {
      const value = card.field(key) && row.fields[key];
      return typeof value === 'string' ? value : null;
    };
    return {
      ...{ id: row.id, stream: row.stream, number: row.number, title: row.title, status },
      statusName: found ? textIn(language, found.name) : status,
      at: createdAt,
      ...{ caller: source.sender?.name ?? null, phone: source.sender?.phone ?? null, matter: text('text'), unit },
      takenBy: task?.performer ? personView(task.performer, org) : null,
      outcome: label === undefined ? (task?.outcome ?? null) : textIn(language, label),
      remark: task?.comment ?? null,
      comments: (row.comments ?? []).map(({ author, ...said }): CallComment => ({
        ...{ author: personView(author, org), text: said.text },
        at: new Date(said.at).toISOString(),
      })),
    };
  }
}

const leastDigits = 6;

const lastTaskSql = `LEFT JOIN LATERAL (
  SELECT jsonb_build_object('performer', a.performer_id, 'outcome', a.outcome, 'outcomes', a.outcomes, 'comment', a.comment) AS task
  FROM assignment a WHERE a.document_id = d.id AND a.state NOT IN ('failed', 'obsolete', 'exited')
  ORDER BY a.closed_at DESC NULLS FIRST, a.issued_at DESC LIMIT 1
) t ON true`;

const commentsSql = `LEFT JOIN LATERAL (
  SELECT jsonb_agg(jsonb_build_object('author', said.author_id, 'text', left(said.text, 500), 'at', said.created_at)
    ORDER BY said.created_at DESC) AS comments
  FROM (SELECT author_id, text, created_at FROM comment WHERE document_id = d.id ORDER BY created_at DESC LIMIT 3) said
) c ON true`;
