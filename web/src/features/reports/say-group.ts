import type { ReportTable } from './report-queries.ts';

interface Words {
  readonly none: string;
  readonly hidden: string;
  readonly yes: string;
  readonly no: string;
  month(month: string): string;
  day(day: string): string;
}

/** What a group is called: dates as people say them, what has no value or no visible name in words. */
export function sayGroup(
  { key, label }: { readonly key: string | null; readonly label: string | null },
  { kind }: Pick<ReportTable['dimensions'][number], 'kind'>,
  words: Words,
): string {
  if (key === null) return words.none;
  if (kind === 'boolean') return key === 'true' ? words.yes : words.no;
  if (kind !== 'date') return label ?? words.hidden;
  const [, year, quarter] = /^(\d{4})-Q(\d)$/.exec(key) ?? [];
  if (quarter) return `${quarter} / ${year}`;
  if (key.length === 7) return words.month(key);
  return key.length === 10 ? words.day(key) : key;
}
