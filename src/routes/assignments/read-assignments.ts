import { Injectable } from '@nestjs/common';
import { VisibleDocuments } from '../../documents/access/visible-documents.js';
import { Directory } from '../../organisation/directory/directory.js';
import { findUnit } from '../../organisation/directory/queries.js';
import type { Context } from '../../platform/context.js';
import { Refusal } from '../../platform/errors.js';
import { isUuid } from '../../platform/ids.js';
import type { Page } from '../../platform/http/page.js';
import { StreamRegistry } from '../../streams/definitions/stream-registry.service.js';
import { decodeCursor, encodeCursor } from './assignment-cursor.js';
import { actsAs, StandIns } from './stand-ins.js';
import { assignmentColumns, assignmentView, type AssignmentRow, type AssignmentView } from './assignment-row.js';

export interface AssignmentQuery {
  /** Only those that wait for me: as performer, or as a candidate who may claim. */
  readonly mine?: boolean;
  /** `open` (default), `reported`, `closed` or `all`. */
  readonly state?: 'open' | 'reported' | 'closed' | 'all';
  readonly overdue?: boolean;
  /** Key of the performers' unit. */
  readonly unit?: string;
  readonly document?: string;
  /** Those that I control. */
  readonly controlled?: boolean;
  readonly limit?: number;
  readonly cursor?: string;
}

const openCondition = `a.state IN ('created', 'ready', 'reserved', 'in-progress', 'suspended', 'returned')`;
const mine = (me: string) => `(a.performer_id = ${me} OR (a.state = 'ready' AND a.candidates @> array[${me}::uuid]))`;

const ofPerformer = {
  name: 'assignment_of_performer',
  text: `SELECT ${assignmentColumns} FROM assignment a JOIN document d ON d.id = a.document_id
    WHERE a.id = $1 AND a.performer_id = $2`,
};

/** By the controller, or by the lead where a co-performer has none; `is` gives the condition for either. */
const controlledBy = (
  is: (column: string) => string,
) => `(${is('a.controller_id')} OR (a.co_performer AND a.controller_id IS NULL
  AND EXISTS (SELECT FROM assignment lead WHERE lead.id = a.parent_id AND ${is('lead.performer_id')})))`;
const place = `coalesce(a.due_at, 'infinity'), a.id`;
/** What waits to be accepted comes first for whoever controls. */
const controlPlace = `(a.state <> 'reported'), ${place}`;

/** Lists of assignments and single ones, always only what the actor may see. */
@Injectable()
export class ReadAssignments {
  constructor(
    private readonly directory: Directory,
    private readonly documents: VisibleDocuments,
    private readonly standIns: StandIns,
    private readonly streams: StreamRegistry,
  ) {}

  /** The inbox and its relatives: by due date, those without one last; under control what was reported goes first. */
  async list(context: Context, query: AssignmentQuery): Promise<Page<AssignmentView>> {
    const limit = Math.min(query.limit ?? 50, 200);
    const parameters: unknown[] = [];
    const conditions = this.conditions(context, query, parameters);
    const rows = await context.tx.query<AssignmentRow>(
      `SELECT ${assignmentColumns} FROM assignment a JOIN document d ON d.id = a.document_id
       WHERE ${conditions.join(' AND ')}
       ORDER BY ${query.controlled ? controlPlace : place} LIMIT ${limit + 1}`,
      parameters,
    );
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      items: page.map((row) => this.view(context, row)),
      nextCursor: rows.length > limit && last ? encodeCursor(last.due_at, last.id, last.state === 'reported') : null,
    };
  }

  /** @throws Refusal notFound also for what the actor may not see */
  async get(context: Context, id: string): Promise<AssignmentView> {
    const [row] = isUuid(id) ? await this.visible(context, id) : [];
    if (!row) throw new Refusal('notFound', 'unknown-assignment', 'There is no such assignment.');
    return this.view(context, row);
  }

  /** The assignment that the actor has done in this transaction; its performer may see it. */
  async done(context: Context, id: string): Promise<AssignmentView> {
    const [row] = await context.tx.run<AssignmentRow>(ofPerformer, [id, context.actor.id]);
    if (!row) throw new Error(`The assignment ${id} was not done by whoever asks for it.`);
    return this.view(context, row);
  }

  private async visible(context: Context, id: string): Promise<AssignmentRow[]> {
    const parameters: unknown[] = [id];
    return context.tx.query<AssignmentRow>(
      `SELECT ${assignmentColumns} FROM assignment a JOIN document d ON d.id = a.document_id
       WHERE a.id = $1 AND ${this.seen(context, parameters)}`,
      parameters,
    );
  }

  private conditions(context: Context, query: AssignmentQuery, parameters: unknown[]): string[] {
    const parameter = (value: unknown) => `$${parameters.push(value)}`;
    const conditions: string[] = [];
    if (query.mine) conditions.push(mine(parameter(context.actor.id)));
    else conditions.push(this.seen(context, parameters));
    const state = query.state ?? 'open';
    // What was reported waits for whoever accepts it, not for the performer.
    if (state === 'open')
      conditions.push(query.controlled ? `(${openCondition} OR a.state = 'reported')` : openCondition);
    if (state === 'reported') conditions.push(`a.state = 'reported'`);
    if (state === 'closed') conditions.push('a.closed_at IS NOT NULL');
    if (query.overdue) conditions.push(`a.due_at < ${parameter(context.now)}`);
    if (query.controlled) conditions.push(this.controlled(context, parameters));
    if (query.document !== undefined) {
      conditions.push(isUuid(query.document) ? `a.document_id = ${parameter(query.document)}` : 'false');
    }
    if (query.unit !== undefined)
      conditions.push(`a.performer_id = ANY (${parameter(this.peopleOf(query.unit))}::uuid[])`);
    if (query.cursor !== undefined) {
      const after = decodeCursor(query.cursor);
      const values = `${parameter(after.dueAt)}::timestamptz, ${parameter(after.id)}::uuid`;
      conditions.push(
        query.controlled
          ? `(${controlPlace}) > (${parameter(!after.reported)}::boolean, ${values})`
          : `(${place}) > (${values})`,
      );
    }
    return conditions;
  }

  private controlled(context: Context, parameters: unknown[]): string {
    const me = `$${parameters.push(context.actor.id)}::uuid`;
    const replaced = this.standIns.replaced(context);
    return controlledBy((column) => actsAs(column, me, replaced, parameters));
  }

  /** Those that name me in any part, and all on documents that I may read. */
  private seen(context: Context, parameters: unknown[]): string {
    const me = `$${parameters.push(context.actor.id)}::uuid`;
    const named = `${me} IN (a.performer_id, a.controller_id, a.owner_id, a.acting_for_id, a.author_id) OR a.candidates @> array[${me}]`;
    const replaced = this.standIns.replaced(context);
    const controls = replaced.length === 0 ? '' : `OR ${actsAs('a.controller_id', me, replaced, parameters)}`;
    return `(${named} ${controls} OR ${this.documents.condition(context.actor, parameters)})`;
  }

  private peopleOf(unitKey: string): string[] {
    const organisation = this.directory.snapshot();
    const unit = findUnit(organisation, unitKey);
    if (!unit) return [];
    return [...organisation.persons.values()]
      .filter((person) => person.unitIds.includes(unit.id))
      .map((person) => person.id);
  }

  /** What is shown to the actor of an assignment that was read for them. */
  view(context: Context, row: AssignmentRow): AssignmentView {
    const { language } = context.actor;
    return assignmentView(row, { organisation: this.directory.snapshot(), cards: this.streams.all(), language });
  }
}
