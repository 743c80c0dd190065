import { Injectable } from '@nestjs/common';
import type { Context } from '../../platform/context.js';
import { Refusal } from '../../platform/errors.js';
import { say } from '../../platform/words/sentence.js';
import { holdsMoney } from '../../streams/card/amount-of.js';
import { filterAsker } from '../../documents/read/filter-asker.js';
import { Directory } from '../../organisation/directory/directory.js';
import type {
  ReportCondition,
  ReportDefinition,
  ReportDimension,
  ReportMeasure,
} from './definition/report-definition.js';
import { countFigures, isRest, type Counted, type CountedReport } from './figures/count-figures.js';
import { NameValues } from './figures/name-values.js';
import type {
  DimensionView,
  Figure,
  MeasureView,
  ReportPeriod,
  ReportRow,
  ReportTable,
} from './figures/report-table.js';
import { nothing, sumOf, withFormulas } from './figures/work-out.js';
import { daysOf, type Dimension } from './sources/dimension.js';
import { OpenReportSource, type ReportSource } from './sources/report-source.js';

/** What is asked of a report. */
export interface ReportQuery {
  /** What the rows are grouped by; the first dimension unless said. */
  readonly by?: string;
  /** Days, both included; an empty text for no bound, absent for the period of the definition. */
  readonly from?: string;
  readonly to?: string;
  /** Groups in the answer. */
  readonly most?: number;
}

export const mostRows = 500;
const longestMs = 15_000;

/** Works out the figures of a report over what the actor may see. */
@Injectable()
export class RunReport {
  constructor(
    private readonly sources: OpenReportSource,
    private readonly values: NameValues,
    private readonly directory: Directory,
  ) {}

  /** @throws Refusal notFound (a dimension that is not offered), unavailable (it takes too long) */
  async run(ctx: Context, report: ReportDefinition, query: ReportQuery): Promise<ReportTable> {
    const asked = query.by === undefined ? report.rows[0] : report.rows.find(({ by }) => by === query.by);
    if (!asked)
      throw new Refusal(
        'notFound',
        'dimension-unknown',
        say('The report is not grouped by "{by}".', { by: query.by ?? '' }),
      );
    const parameters: unknown[] = [];
    const source = await this.sources.open(ctx, report, parameters);
    const period = this.period(ctx, report, query);
    const conditions = baseConditions(report, period);
    const row = source.dimension(asked);
    const split = report.split && source.dimension(report.split);
    const most = query.most ?? mostRows;
    const grouping = { row, split, condition: source.where(conditions), most };
    const where = new Map(report.measures.map((measure) => [measure.key, source.where(measure.where ?? [])]));
    await ctx.tx.query(`SET LOCAL statement_timeout = ${longestMs}`);
    const counted = await countFigures(
      ctx.tx,
      source,
      report,
      grouping,
      parameters,
      ({ key }) => where.get(key) ?? 'true',
    ).catch(tooLong);
    await ctx.tx.query('SET LOCAL statement_timeout = 0');
    const table = await this.table(ctx, report, counted, row, split, most);
    return {
      ...{ key: report.key, name: report.name, about: report.about ?? null, source: report.source, period, conditions },
      dimensions: report.rows.map((dimension) => dimensionView(source, dimension)),
      by: asked.by,
      measures: report.measures.map((measure) => measureView(source, report, measure)),
      ...table,
    };
  }

  private async table(
    ctx: Context,
    { measures }: ReportDefinition,
    { groups, total, others }: CountedReport,
    row: Dimension,
    split: Dimension | undefined,
    most: number,
  ): Promise<Pick<ReportTable, 'rows' | 'totals' | 'split' | 'more'>> {
    const keys = inOrder(
      row,
      [...groups.keys()].filter((key) => !isRest(key)),
      (key) => sizeOf(groups.get(key), measures),
    );
    const shown = keys.slice(0, most);
    const parts = split && inOrder(split, partsOf(groups), () => 0);
    const [named, namedParts] = [
      await this.values.of(ctx, row, shown),
      split && parts ? await this.values.of(ctx, split, parts) : [],
    ];
    const figures = (counted: Counted | undefined) => withFormulas(measures, counted?.figures ?? new Map());
    const first = measures[0]?.key ?? '';
    const divided = (counted: Counted | undefined): Figure[] =>
      (parts ?? []).map((part) => counted?.parts.get(part)?.get(first) ?? nothing);
    const rows = named.map((group): ReportRow => {
      const counted = groups.get(group.key);
      return { ...group, figures: figures(counted), split: divided(counted) };
    });
    return {
      ...{ rows, more: keys.length - shown.length + others },
      split: split ? { key: split.key, name: split.name, values: namedParts } : null,
      totals: {
        figures: totalsOf(measures, figures(total), others > 0 ? [] : [...groups.values()], figures),
        split: (parts ?? []).map((part) => sumOver(groups, part, first)),
      },
    };
  }

  private period(ctx: Context, { period }: ReportDefinition, { from, to }: ReportQuery): ReportPeriod | null {
    if (!period) return null;
    if (from !== undefined || to !== undefined) return { field: period.field, from: from || null, to: to || null };
    const { today } = filterAsker(ctx, this.directory.snapshot());
    if ((period.default ?? 'year') === 'all') return { field: period.field, from: null, to: null };
    const year = today.slice(0, 4);
    const quarter = `${year}-Q${Math.ceil(Number(today.slice(5, 7)) / 3)}`;
    const [first, last] = daysOf(
      period.default === 'month' ? today.slice(0, 7) : period.default === 'quarter' ? quarter : year,
    );
    return { field: period.field, from: first, to: last };
  }
}

function baseConditions({ filter }: ReportDefinition, period: ReportPeriod | null): ReportCondition[] {
  const bounded = period && (period.from !== null || period.to !== null);
  return [
    ...(filter?.and ?? []),
    ...(bounded ? [{ field: period.field, op: 'between', value: [period.from, period.to] }] : []),
  ];
}

function dimensionView(source: ReportSource, asked: ReportDimension): DimensionView {
  const { key, name, kind, part } = source.dimension(asked);
  return { key, name, kind, part: part ?? null };
}

function measureView({ card }: ReportSource, { measures }: ReportDefinition, measure: ReportMeasure): MeasureView {
  const { key, name, kind, format = 'number', where = [] } = measure;
  const isMoney = ({ field }: ReportMeasure): boolean => {
    const definition = field === undefined ? undefined : card?.field(field)?.definition;
    return definition !== undefined && holdsMoney(definition);
  };
  // A formula that reads money gives money, unless it says that it gives a share.
  const read = kind === 'formula' && measures.some((other) => isMoney(other) && measure.formula?.includes(other.key));
  const money = isMoney(measure) || (read && measure.format === undefined);
  return { key, name, kind, format: money ? 'money' : format, conditions: where };
}

/** Options in their order, dates as they follow each other, all others by size. What has no value comes last. */
function inOrder(
  { kind, options }: Dimension,
  keys: readonly (string | null)[],
  size: (key: string | null) => number,
): (string | null)[] {
  const places = new Map([...(options?.keys() ?? [])].map((key, place) => [key, place]));
  const compare = (one: string, other: string): number => {
    if (kind === 'option') return (places.get(one) ?? places.size) - (places.get(other) ?? places.size);
    if (kind === 'date') return one < other ? -1 : 1;
    return size(other) - size(one) || (one < other ? -1 : 1);
  };
  const named = keys.filter((key) => key !== null).sort(compare);
  return keys.includes(null) ? [...named, null] : named;
}

function sizeOf(counted: Counted | undefined, measures: readonly ReportMeasure[]): number {
  const figure = counted?.figures.get(measures[0]?.key ?? '');
  return figure?.number ?? figure?.money.reduce((sum, { amount }) => sum + Number(amount), 0) ?? 0;
}

function partsOf(groups: CountedReport['groups']): (string | null)[] {
  return [...new Set([...groups.values()].flatMap(({ parts }) => [...parts.keys()]))];
}

/** Most figures of the foot are those of everything; a bonus is worked out for each and then added up. */
function totalsOf(
  measures: readonly ReportMeasure[],
  whole: Figure[],
  groups: readonly Counted[],
  figures: (counted: Counted) => Figure[],
): Figure[] {
  if (!measures.some(({ total }) => total === 'sum')) return whole;
  const rows = groups.map(figures);
  return measures.map(({ total }, at) =>
    total === 'sum' ? sumOf(rows.flatMap((row) => row[at] ?? [])) : (whole[at] ?? nothing),
  );
}

function sumOver(groups: CountedReport['groups'], part: string | null, key: string): Figure {
  const numbers = [...groups.values()].map(({ parts }) => parts.get(part)?.get(key)?.number ?? 0);
  return { number: numbers.reduce((sum, number) => sum + number, 0), money: [] };
}

function tooLong(error: unknown): never {
  if ((error as { code?: unknown }).code !== '57014') throw error;
  const message = 'The report takes too long. Choose a shorter period.';
  throw new Refusal('unavailable', 'report-too-long', message);
}
