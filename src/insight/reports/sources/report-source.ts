import { Injectable } from '@nestjs/common';
import { Reach } from '../../../documents/access/reach.js';
import { VisibleDocuments } from '../../../documents/access/visible-documents.js';
import { filterAsker } from '../../../documents/read/filter-asker.js';
import { NextActions } from '../../../documents/read/next-actions.js';
import { Directory } from '../../../organisation/directory/directory.js';
import { calendarFor } from '../../../organisation/directory/queries.js';
import type { Context } from '../../../platform/context.js';
import { Refusal } from '../../../platform/errors.js';
import { say, type Sentence } from '../../../platform/words/sentence.js';
import { cardFor } from '../../../streams/access/field-rights.js';
import { holdsMoney } from '../../../streams/card/amount-of.js';
import type { CompiledCard } from '../../../streams/card/compile-card.js';
import type { FilterCondition } from '../../../streams/definition/stream-definition.js';
import { StreamRegistry } from '../../../streams/definitions/stream-registry.service.js';
import { compileFilter } from '../../../streams/filter/compile-filter.js';
import { dimensionOf } from '../definition/check-report.js';
import { assignmentsSource, type ReportDefinition, type ReportDimension } from '../definition/report-definition.js';
import { assignmentCondition } from './assignment-facts.js';
import type { Dimension } from './dimension.js';

/** What is counted, as SQL whose values have been pushed. */
export interface ReportSource {
  readonly from: string;
  /** The parameter with the time zone of whoever asks. */
  readonly zone: string;
  /** Absent for assignments. */
  readonly card: CompiledCard | undefined;
  dimension(asked: ReportDimension): Dimension;
  /** Conditions as one; pushes their values. @throws Refusal malformed */
  where(conditions: readonly FilterCondition[]): string;
  /** What the actor may see, and what counts at all. */
  readonly scope: string;
  /** The number in a field, and its currency where it is money. */
  amount(field: string): { readonly value: string; readonly currency: string | undefined };
}

const overForGood = `('failed', 'obsolete', 'exited')`;

/** Opens what a report counts, for whoever asks: nobody gets a figure of what they may not see. */
@Injectable()
export class OpenReportSource {
  constructor(
    private readonly streams: StreamRegistry,
    private readonly directory: Directory,
    private readonly reach: Reach,
    private readonly visible: VisibleDocuments,
    private readonly actions: NextActions,
  ) {}

  async open(ctx: Context, report: ReportDefinition, values: unknown[]): Promise<ReportSource> {
    const zone = `$${values.push(calendarFor(this.directory.snapshot(), { personId: ctx.actor.id }).timeZone)}`;
    if (report.source === assignmentsSource) return this.assignments(ctx, values, zone);
    return this.documents(ctx, cardFor(this.streams.get(report.source), ctx.actor), values, zone);
  }

  private async documents(ctx: Context, card: CompiledCard, values: unknown[], zone: string): Promise<ReportSource> {
    const asker = filterAsker(ctx, this.directory.snapshot());
    const options = { language: ctx.actor.language, asker, nextActions: this.actions.sql() };
    return {
      ...{ from: 'document d', zone, card },
      scope: await this.reach.condition(ctx, card, values),
      dimension: (asked) => found(dimensionOf(card, asked), asked),
      where: (conditions) => {
        const filter = compileFilter(card, { and: conditions }, { ...options, firstParameter: values.length + 1 });
        if ('problems' in filter) throw malformed(filter.problems[0]?.message ?? 'The filter cannot be read.');
        values.push(...filter.values);
        return filter.sql;
      },
      amount: (key) => {
        const field = card.field(key);
        if (!field?.sql) throw malformed(say('The stream has no number "{key}".', { key }));
        const currency = holdsMoney(field.definition) ? `d.fields->'${key}'->>'currency'` : undefined;
        return { value: field.sql.expression('d.fields'), currency };
      },
    };
  }

  /** Those that name the actor, and all on documents that the actor may read. */
  private assignments(ctx: Context, values: unknown[], zone: string): ReportSource {
    const org = this.directory.snapshot();
    const asker = filterAsker(ctx, org);
    const people = [...org.persons.values()].flatMap(({ id, unitIds: [unit] }) => (unit ? [[id, unit] as const] : []));
    const persons = `$${values.push(people.map(([id]) => id))}`;
    const units = `$${values.push(people.map(([, unit]) => unit))}`;
    const me = `$${values.push(ctx.actor.id)}::uuid`;
    const named = `${me} IN (a.performer_id, a.controller_id, a.owner_id, a.acting_for_id, a.author_id) OR a.candidates @> array[${me}]`;
    const streams = new Map(this.streams.all().map(({ stream, definition }) => [stream, { name: definition.name }]));
    return {
      ...{ zone, card: undefined },
      from: `assignment a JOIN document d ON d.id = a.document_id
        LEFT JOIN unnest(${persons}::uuid[], ${units}::uuid[]) AS org (person, unit) ON org.person = a.performer_id`,
      scope: `a.state NOT IN ${overForGood} AND (${named} OR ${this.visible.condition(ctx.actor, values)})`,
      dimension: (asked) => found(dimensionOf(undefined, asked, streams), asked),
      where: (conditions) => {
        const parts = conditions.map((condition) => {
          const result = assignmentCondition(condition, asker, values);
          if ('problem' in result) throw malformed(result.problem);
          return result.sql;
        });
        return parts.length === 0 ? 'true' : parts.join(' AND ');
      },
      amount: () => {
        throw malformed('Assignments have no numbers to sum.');
      },
    };
  }
}

function found(dimension: Dimension | undefined, { by }: ReportDimension): Dimension {
  if (dimension) return dimension;
  throw new Refusal('notFound', 'dimension-unknown', say('Nothing can be grouped by "{by}" any more.', { by }));
}

function malformed(message: string | Sentence): Refusal {
  return new Refusal('malformed', 'malformed-report', message, [{ path: 'conditions', code: 'condition', message }]);
}
