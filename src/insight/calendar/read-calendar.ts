import { Injectable } from '@nestjs/common';
import type { Context } from '../../platform/context.js';
import { textIn, type LocalisedText } from '../../platform/languages.js';
import { shareHolders } from '../../organisation/access/shares.js';
import { Directory } from '../../organisation/directory/directory.js';
import { Reach } from '../../documents/access/reach.js';
import {
  grantedSql,
  VisibleDocuments,
  type DocumentPointer,
  type GrantedRow,
} from '../../documents/access/visible-documents.js';
import { documentSelection, type DocumentRow } from '../../documents/document-row.js';
import { personView } from '../../documents/document-view.js';
import { filterAsker } from '../../documents/read/filter-asker.js';
import { cardFor } from '../../streams/access/field-rights.js';
import type { CompiledCard } from '../../streams/card/compile-card.js';
import type { CalendarDefinition } from '../../streams/definition/stream-definition.js';
import { StreamRegistry } from '../../streams/definitions/stream-registry.service.js';
import type { CalendarItem, CalendarItems } from './calendar-item.js';

export interface CalendarQuery {
  /** `YYYY-MM-DD`, included. */
  readonly from: string;
  /** `YYYY-MM-DD`, not included. */
  readonly to: string;
  /** Ids of the people whose calendar it is. */
  readonly people: readonly string[];
}

const mostItems = 2_000;

type Row = DocumentRow & GrantedRow;

/** The calendar of people: documents of the streams that say so, and assignments. Only what the asker may see. */
@Injectable()
export class ReadCalendar {
  constructor(
    private readonly streams: StreamRegistry,
    private readonly directory: Directory,
    private readonly visible: VisibleDocuments,
    private readonly reach: Reach,
  ) {}

  async read(ctx: Context, query: CalendarQuery): Promise<CalendarItems> {
    const planned = this.streams.all().flatMap((whole) => {
      const card = cardFor(whole, ctx.actor);
      const { calendar } = card.definition;
      return calendar ? [this.documents(ctx, card, calendar, query)] : [];
    });
    const found = (await Promise.all([...planned, this.assignments(ctx, query)])).flat();
    found.sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : a.id < b.id ? -1 : 1));
    return { items: found.slice(0, mostItems), more: found.length > mostItems };
  }

  private async documents(
    ctx: Context,
    card: CompiledCard,
    calendar: CalendarDefinition,
    { from, to, people }: CalendarQuery,
  ): Promise<CalendarItem[]> {
    const values: unknown[] = [people, shareHolders(ctx.actor)];
    const { midnight } = filterAsker(ctx, this.directory.snapshot());
    const within = (key: string) => {
      const day = card.field(key)?.definition.type === 'date';
      const bounds = [from, to].map((date) => `$${values.push(day ? date : midnight(date))}::text`);
      const expression = card.field(key)?.sql?.expression('d.fields') ?? 'NULL';
      return { expression, inside: `(${expression} >= ${bounds[0] ?? ''} AND ${expression} < ${bounds[1] ?? ''})` };
    };
    const start = within(calendar.from);
    const done = calendar.done === undefined ? undefined : within(calendar.done);
    const when = done ? `(${start.inside} OR (${start.expression} IS NULL AND ${done.inside}))` : start.inside;
    const rows = await ctx.tx.query<Row>(
      `SELECT ${documentSelection}, ${grantedSql('$2')} FROM document d
       WHERE d.stream = '${card.stream}' AND coalesce(d.responsible_id, d.author_id) = ANY($1::uuid[]) AND ${when}
         AND ${await this.reach.condition(ctx, card, values)} LIMIT ${mostItems + 1}`,
      values,
    );
    const about = rows.map((row) => card.references(row.fields)[0]?.id);
    const pointers = await this.visible.pointers(
      ctx,
      about.filter((id) => id !== undefined),
    );
    return rows.map((row, index) => {
      const target = pointers.get(about[index] ?? '');
      return this.item(ctx, card, calendar, row, target?.visible ? pointerOf(target) : null);
    });
  }

  private item(
    ctx: Context,
    { definition, field }: CompiledCard,
    calendar: CalendarDefinition,
    row: Row,
    about: DocumentPointer | null,
  ): CalendarItem {
    const value = (key: string | undefined) => {
      const held = key === undefined ? undefined : row.fields[key];
      return typeof held === 'string' ? held : undefined;
    };
    const finished = value(calendar.done);
    const status = definition.statuses.find(({ key }) => key === row.status);
    const done = finished !== undefined || status?.final === true;
    const shown = value(calendar.from) === undefined ? calendar.done : calendar.from;
    return {
      ...{ id: row.id, kind: 'document', title: row.title, done, document: pointerOf(row), about },
      start: value(shown) ?? '',
      end: value(calendar.to) ?? null,
      allDay: field(shown ?? '')?.definition.type === 'date',
      // What somebody wrote down and gave to nobody is their own.
      person: personView(row.responsibleId ?? row.authorId, this.directory.snapshot()),
      movable: !done && this.visible.decide(ctx.actor, 'edit', row).allowed,
      field: calendar.from,
      version: row.version,
    };
  }

  private async assignments(ctx: Context, { from, to, people }: CalendarQuery): Promise<CalendarItem[]> {
    const org = this.directory.snapshot();
    const { midnight } = filterAsker(ctx, org);
    const values: unknown[] = [people, midnight(from), midnight(to), ctx.actor.id];
    const rows = await ctx.tx.query<AssignmentRow>(
      `SELECT a.id, a.instruction, a.due_at AS "dueAt", a.closed_at IS NOT NULL AS done, a.performer_id AS "performerId",
         d.id AS "documentId", d.stream, d.number, d.title
       FROM assignment a JOIN document d ON d.id = a.document_id
       WHERE a.performer_id = ANY($1::uuid[]) AND a.due_at >= $2 AND a.due_at < $3
         AND a.state NOT IN ('failed', 'obsolete', 'exited')
         AND (a.performer_id = $4::uuid OR ${this.visible.condition(ctx.actor, values)}) LIMIT ${mostItems + 1}`,
      values,
    );
    return rows.map(({ id, instruction, dueAt, done, performerId, documentId, stream, number, title }) => ({
      ...{ id, kind: 'assignment', title: textIn(ctx.actor.language, instruction), start: dueAt.toISOString(), done },
      ...{ end: null, allDay: false, movable: false, field: null, version: null, about: null },
      person: personView(performerId, org),
      document: { id: documentId, stream, number, title },
    }));
  }
}

interface AssignmentRow {
  readonly id: string;
  readonly instruction: LocalisedText;
  readonly dueAt: Date;
  readonly done: boolean;
  readonly performerId: string;
  readonly documentId: string;
  readonly stream: string;
  readonly number: string;
  readonly title: string;
}

function pointerOf({ id, stream, number, title }: DocumentPointer): DocumentPointer {
  return { id, stream, number, title };
}
