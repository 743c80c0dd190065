import { Injectable } from '@nestjs/common';
import type { DocumentPointer } from '../../documents/access/visible-documents.js';
import { personView, type PersonView } from '../../documents/document-view.js';
import { Directory } from '../../organisation/directory/directory.js';
import type { Context } from '../../platform/context.js';
import { textIn, type LocalisedText } from '../../platform/languages.js';
import type { FilterCondition } from '../../streams/definition/stream-definition.js';
import type { ReportDefinition } from './definition/report-definition.js';
import { OpenReportSource } from './sources/report-source.js';

/** An assignment behind a figure. */
export interface CountedAssignment {
  readonly id: string;
  readonly instruction: string;
  readonly document: DocumentPointer;
  readonly performer: PersonView | null;
  /** ISO 8601, UTC. */
  readonly issuedAt: string;
  readonly dueAt: string | null;
  readonly closedAt: string | null;
  /** `open`, `overdue`, `in-time` or `late`. */
  readonly timing: string;
}

export interface CountedAssignments {
  readonly items: CountedAssignment[];
  /** All that were counted. */
  readonly total: number;
}

interface Row {
  readonly id: string;
  readonly instruction: LocalisedText;
  readonly documentId: string;
  readonly stream: string;
  readonly number: string;
  readonly title: string;
  readonly performerId: string | null;
  readonly issuedAt: Date;
  readonly dueAt: Date | null;
  readonly closedAt: Date | null;
  readonly timing: string;
  readonly total: number;
}

/** The assignments behind a figure of a report, those due first before the others. */
@Injectable()
export class ListCountedAssignments {
  constructor(
    private readonly sources: OpenReportSource,
    private readonly directory: Directory,
  ) {}

  /** @throws Refusal malformed */
  async list(
    ctx: Context,
    report: ReportDefinition,
    conditions: readonly FilterCondition[],
    { limit, skip }: { readonly limit: number; readonly skip: number },
  ): Promise<CountedAssignments> {
    const values: unknown[] = [];
    const source = await this.sources.open(ctx, report, values);
    const where = source.where(conditions);
    const timing = source.dimension({ by: 'timing' }).expression(source.zone);
    const rows = await ctx.tx.query<Row>(
      `SELECT a.id, a.instruction, d.id AS "documentId", d.stream, d.number, d.title, a.performer_id AS "performerId",
         a.issued_at AS "issuedAt", a.due_at AS "dueAt", a.closed_at AS "closedAt", ${timing} AS timing,
         count(*) OVER ()::int AS total
       FROM ${source.from} WHERE ${where} AND ${source.scope} AND ${source.zone}::text IS NOT NULL
       ORDER BY a.due_at NULLS LAST, a.id LIMIT ${limit} OFFSET ${skip}`,
      values,
    );
    const org = this.directory.snapshot();
    const items = rows.map((row) => ({
      ...{ id: row.id, instruction: textIn(ctx.actor.language, row.instruction), timing: row.timing },
      document: { id: row.documentId, stream: row.stream, number: row.number, title: row.title },
      performer: row.performerId === null ? null : personView(row.performerId, org),
      issuedAt: row.issuedAt.toISOString(),
      dueAt: row.dueAt?.toISOString() ?? null,
      closedAt: row.closedAt?.toISOString() ?? null,
    }));
    return { items, total: rows[0]?.total ?? 0 };
  }
}
