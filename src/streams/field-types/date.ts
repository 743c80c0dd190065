import type { FieldType } from './field-type.js';
import { orderOperators, textSql } from './field-type.js';
import { isEmpty } from './clean-text.js';
import { feelDate } from './feel-moments.js';
import { formatDate } from './format-text.js';

/** A day, kept as `YYYY-MM-DD`, which sorts by itself and needs no time zone. */
export const dateType: FieldType<'date'> = {
  type: 'date',
  options: { min: { type: 'string' }, max: { type: 'string' } },
  verify: (definition) =>
    (['min', 'max'] as const)
      .filter((key) => definition[key] !== undefined && !isDate(definition[key]))
      .map((path) => ({ path, message: 'Expected a date, e.g. "2026-12-24".' })),
  compile(definition) {
    const { min, max } = definition;
    return {
      definition,
      stores: 'string',
      check(value, path, faults) {
        if (isEmpty(value)) return undefined;
        const date = typeof value === 'string' ? readDate(value) : undefined;
        if (date === undefined) return faults.add(path, 'not-a-date');
        if (min !== undefined && date < min) return faults.add(path, 'too-early', { min });
        if (max !== undefined && date > max) return faults.add(path, 'too-late', { max });
        return date;
      },
      sql: textSql(definition.key, orderOperators),
      toScope: (value) => feelDate(String(value)),
      toText: (value, language) => formatDate(String(value), language),
    };
  },
};

/** `2026-12-24`, `24.12.2026`, `2026.12.24` or a date-time at midnight, as `YYYY-MM-DD`; undefined for no date. */
export function readDate(text: string): string | undefined {
  const trimmed = text.slice(0, 40).trim();
  const iso = /^(\d{4})[-.](\d{2})[-.](\d{2})(?:T00:00(?::00(?:\.0+)?)?(?:Z|[+-]\d{2}:\d{2})?)?$/.exec(trimmed);
  const local = iso ? null : /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(trimmed);
  const [year, month, day] = iso ? [iso[1], iso[2], iso[3]] : [local?.[3], local?.[2], local?.[1]];
  if (year === undefined || month === undefined || day === undefined) return undefined;
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isDate(date) ? date : undefined;
}

/** True for a day of the Gregorian calendar written `YYYY-MM-DD`, years 1000 to 9999. */
export function isDate(date: string): boolean {
  const match = /^([1-9]\d{3})-(\d{2})-(\d{2})$/.exec(date);
  if (!match) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  return month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}
