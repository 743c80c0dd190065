import type { Tx } from '../../../platform/context.js';
import type { ReportDefinition, ReportMeasure } from '../definition/report-definition.js';
import type { Dimension } from '../sources/dimension.js';
import type { ReportSource } from '../sources/report-source.js';
import type { Figure } from './report-table.js';

/** The figures of one group by the keys of measures, and those of its parts. */
export interface Counted {
  readonly figures: Map<string, Figure>;
  /** By value of the split; null for none. */
  readonly parts: Map<string | null, Map<string, Figure>>;
}

export interface CountedReport {
  readonly groups: ReadonlyMap<string | null, Counted>;
  readonly total: Counted;
  /** Groups that are not among them: where there are very many, only the largest are told apart. */
  readonly others: number;
}

interface Grouping {
  readonly row: Dimension;
  readonly split: Dimension | undefined;
  /** What everything fulfils. */
  readonly condition: string;
  /** Groups that are told apart at least. */
  readonly most: number;
}

interface Line {
  readonly r: string | null;
  readonly s: string | null;
  readonly c: string | null;
  /** Bits: the row is not grouped by, the split is not grouped by. */
  readonly level: number;
  readonly [figure: `m${number}`]: string | null;
}

type Plan = { readonly measure: ReportMeasure; readonly where: string; readonly value: string };

/** With more lines than this, the groups that are told apart are chosen first. */
const mostLines = 20_000;
/** Stands for the groups that are not told apart; no value of a card has this character. */
const rest = '\u0001';
const wholeTable = 3;
const wholeRow = 1;

/** Counts everything in few statements, each one pass: what is no money together, then each amount by currency. */
export async function countFigures(
  tx: Tx,
  source: ReportSource,
  report: ReportDefinition,
  grouping: Grouping,
  values: readonly unknown[],
  conditionOf: (measure: ReportMeasure) => string,
): Promise<CountedReport> {
  const plain: Plan[] = [];
  const money: (Plan & { readonly currency: string })[] = [];
  for (const measure of report.measures) {
    if (measure.kind === 'formula') continue;
    const where = conditionOf(measure);
    if (measure.kind === 'count') plain.push({ measure, where, value: '1' });
    else {
      const { value, currency } = source.amount(measure.field ?? '');
      if (currency === undefined) plain.push({ measure, where, value });
      else money.push({ measure, where, value, currency });
    }
  }
  // A statement must name each parameter, whether it looks at that measure or not.
  const named = report.measures.filter(({ kind }) => kind !== 'formula').map((measure) => `(${conditionOf(measure)})`);
  const everyParameter = `(true OR ${[`${source.zone}::text IS NULL`, ...named].join(' OR ')})`;
  const statements = [
    ...(plain.length > 0 ? [{ plans: plain, currency: undefined }] : []),
    ...money.map((plan) => ({ plans: [plan], currency: plan.currency })),
  ];
  const asked = { ...grouping, everyParameter };
  const count = async (shown?: Shown): Promise<CountedReport | undefined> => {
    const groups = new Map<string | null, Counted>();
    const total = empty();
    for (const { plans, currency } of statements) {
      const parameters = shown ? [...values, shown.keys, shown.keys.includes(null)] : [...values];
      const lines = await tx.query<Line>(
        statementOf(source, asked, plans, currency, shown && values.length),
        parameters,
      );
      if (!shown && lines.length > mostLines) return undefined;
      for (const line of lines) note(line, plans, currency !== undefined, groups, total);
    }
    return { groups, total, others: shown?.others ?? 0 };
  };
  const counted = await count();
  if (counted) return counted;
  const [first] = [...plain, ...money];
  const chosen = first && (await count(await largest(tx, source, asked, first, values, grouping.most)));
  if (!chosen) throw new Error('More groups came than were asked for.');
  return chosen;
}

interface Shown {
  readonly keys: readonly (string | null)[];
  readonly others: number;
}

type Asked = Grouping & { readonly everyParameter: string };

/** The largest groups by the first measure, and how many others there are. */
async function largest(
  tx: Tx,
  { from, scope, zone }: ReportSource,
  { row, condition, everyParameter }: Asked,
  { measure: { kind }, where, value }: Plan,
  values: readonly unknown[],
  most: number,
): Promise<Shown> {
  const size = kind === 'count' ? 'count(*)' : `sum(${value})`;
  const rows = await tx.query<{ r: string | null; groups: number }>(
    `SELECT (${row.expression(zone)})::text AS r, count(*) OVER ()::int AS groups
     FROM ${from} WHERE ${condition} AND ${scope} AND ${everyParameter}
     GROUP BY 1 ORDER BY ${size} FILTER (WHERE ${where}) DESC NULLS LAST, 1 LIMIT ${most}`,
    [...values],
  );
  return { keys: rows.map(({ r }) => r), others: (rows[0]?.groups ?? 0) - rows.length };
}

function statementOf(
  { from, scope, zone }: ReportSource,
  { row, split, condition, everyParameter }: Asked,
  plans: readonly Plan[],
  currency: string | undefined,
  /** The number of parameters before those that say which groups are told apart; absent: all are. */
  before: number | undefined,
): string {
  const key = `(${row.expression(zone)})::text`;
  const told =
    before === undefined
      ? key
      : `CASE WHEN ${key} = ANY($${before + 1}::text[]) OR (${key} IS NULL AND $${before + 2}::boolean) THEN ${key} ELSE '${rest}' END`;
  const facts = plans.map(({ where, value }, at) => `(${where}) AS w${at}, ${value} AS v${at}`);
  const figures = plans.map(({ measure: { kind } }, at) => {
    if (kind === 'count') return `count(*) FILTER (WHERE w${at})::text AS m${at}`;
    const chosen = `FILTER (WHERE w${at})`;
    if (kind === 'sum') return `(sum(v${at}) ${chosen})::text AS m${at}`;
    return `round((avg(v${at}) ${chosen})::numeric, 2)::text AS m${at}`;
  });
  const c = currency === undefined ? '' : ', c';
  const sets = [...(split ? [`(r, s${c})`] : []), `(r${c})`, currency === undefined ? '()' : '(c)'];
  return `WITH facts AS (
      SELECT ${told} AS r, ${split ? `(${split.expression(zone)})::text` : 'NULL::text'} AS s,
        ${currency ?? 'NULL::text'} AS c, ${facts.join(', ')}
      FROM ${from} WHERE ${condition} AND ${scope} AND ${everyParameter}
    )
    SELECT r, ${split ? 's' : 'NULL AS s'}, ${currency === undefined ? 'NULL AS c' : 'c'},
      grouping(r) * 2 + ${split ? 'grouping(s)' : '1'} AS level, ${figures.join(', ')}
    FROM facts GROUP BY GROUPING SETS (${sets.join(', ')})${before === undefined ? ` LIMIT ${mostLines + 1}` : ''}`;
}

function note(
  line: Line,
  plans: readonly Plan[],
  isMoney: boolean,
  groups: Map<string | null, Counted>,
  total: Counted,
): void {
  const { r, s, c, level } = line;
  const group = level === wholeTable ? total : (groups.get(r) ?? empty());
  if (level !== wholeTable) groups.set(r, group);
  const part = group.parts.get(s) ?? new Map<string, Figure>();
  if (level < wholeRow) group.parts.set(s, part);
  const target = level < wholeRow ? part : group.figures;
  plans.forEach(({ measure: { key } }, at) => {
    const value = line[`m${at}`] ?? null;
    const known = target.get(key)?.money ?? [];
    if (!isMoney) target.set(key, { number: value === null ? null : Number(value), money: [] });
    else if (value !== null && c !== null)
      target.set(key, { number: null, money: [...known, { amount: value, currency: c }] });
  });
}

/** Whether a group stands for all those that are not told apart. */
export function isRest(key: string | null): boolean {
  return key === rest;
}

function empty(): Counted {
  return { figures: new Map(), parts: new Map() };
}
