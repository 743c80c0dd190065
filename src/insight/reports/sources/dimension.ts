import { DateTime } from 'luxon';
import type { LocalisedText } from '../../../platform/languages.js';
import type { DatePart, ReportCondition } from '../definition/report-definition.js';

/** What the values of a dimension are, which says what they are called. */
export type DimensionKind = 'option' | 'text' | 'reference' | 'person' | 'unit' | 'boolean' | 'date';

/** Something that figures can be grouped by. */
export interface Dimension {
  readonly key: string;
  readonly name: LocalisedText;
  readonly kind: DimensionKind;
  readonly part?: DatePart;
  /** SQL that gives a text; `zone` is the parameter with the time zone of whoever asks. */
  expression(zone: string): string;
  /** Names of the values, in their order. */
  readonly options?: ReadonlyMap<string, { readonly name: LocalisedText; readonly tone?: string }>;
}

/** The condition that exactly what was counted under `value` fulfils. */
export function conditionOf({ key, kind }: Pick<Dimension, 'key' | 'kind'>, value: string | null): ReportCondition {
  if (value === null) return { field: key, op: 'empty', value: true };
  if (kind === 'date') return { field: key, op: 'between', value: daysOf(value) };
  return { field: key, op: 'eq', value: kind === 'boolean' ? value === 'true' : value };
}

/** The first and the last day of `2026`, `2026-Q4`, `2026-12` or `2026-12-24`. */
export function daysOf(period: string): [string, string] {
  const [, year = '', quarter] = /^(\d{4})-Q(\d)$/.exec(period) ?? [];
  const unit = quarter ? 'quarter' : period.length === 4 ? 'year' : period.length === 7 ? 'month' : 'day';
  const text = quarter ? `${year}-${String(Number(quarter) * 3 - 2).padStart(2, '0')}` : period;
  const start = DateTime.fromISO(text, { zone: 'utc' }).startOf(unit);
  return [start.toFormat('yyyy-MM-dd'), start.endOf(unit).toFormat('yyyy-MM-dd')];
}

/** A part of a day that is kept as the text `YYYY-MM-DD`. */
export function partOfDay(day: string, part: DatePart): string {
  if (part === 'quarter') return `left(${day}, 4) || '-Q' || ((substr(${day}, 6, 2)::int + 2) / 3)`;
  return `left(${day}, ${part === 'year' ? 4 : part === 'month' ? 7 : 10})`;
}

/** The day of a moment in the time zone of the parameter `zone`, as such a text. */
export function dayOfMoment(moment: string, zone: string): string {
  return `to_char((${moment})::timestamptz AT TIME ZONE ${zone}::text, 'YYYY-MM-DD')`;
}
