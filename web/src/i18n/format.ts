/** How people say when: today and tomorrow by name, this year without the year. Pure; `now` and `zone` are given. */
import type { Language } from '../../../src/platform/languages.ts';
import { formatDecimal } from '../../../src/streams/field-types/format-text.ts';
import { dateFormat, numberFormat, relativeFormat } from './kept-formats.ts';

export interface Moment {
  readonly now: Date;
  readonly language: string;
  /** IANA name; the browser's unless said. */
  readonly zone?: string | undefined;
}

/** English dates are written day first, as the rest of Europe does. */
const datesOf = (language: string) => (language === 'en' ? 'en-GB' : language);

/** Calendar days from `now` to `at` in the zone; negative for the past. */
export function daysAway(at: Date, { now, zone }: Pick<Moment, 'now' | 'zone'>): number {
  return Math.round((dayNumber(at, zone) - dayNumber(now, zone)) / 86_400_000);
}

function dayNumber(at: Date, zone: string | undefined): number {
  if (zone === undefined) return Date.UTC(at.getFullYear(), at.getMonth(), at.getDate());
  const parts = dateFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' });
  return Date.parse(`${parts.format(at)}T00:00:00Z`);
}

/** `today 14:00`, `tomorrow 09:30`, `Fri 4 Dec`, `4 Dec 2027`; with `time` also on other days. */
export function sayWhen(at: Date, moment: Moment, { time = false }: { readonly time?: boolean } = {}): string {
  const { language, zone } = moment;
  const days = daysAway(at, moment);
  const clock = dateFormat(datesOf(language), {
    timeZone: zone,
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
  });
  if (Math.abs(days) <= 1) {
    const word = relativeFormat(language, { numeric: 'auto' }).format(days, 'day');
    return `${word} ${clock.format(at)}`;
  }
  const day = sayDay(at, moment);
  return time ? `${day}, ${clock.format(at)}` : day;
}

/** `Fri 4 Dec` within the year around now, else `4 Dec 2027`. */
export function sayDay(at: Date, moment: Moment): string {
  const { language, zone } = moment;
  const near = Math.abs(daysAway(at, moment)) < 180;
  return dateFormat(datesOf(language), {
    timeZone: zone,
    day: 'numeric',
    month: 'short',
    ...(near ? { weekday: 'short' } : { year: 'numeric' }),
  }).format(at);
}

/** `5 min ago`, `in 2 hr`, `3 days ago`: for what is near, in the largest unit that fits. */
export function sayAgo(at: Date, { now, language }: Pick<Moment, 'now' | 'language'>): string {
  const seconds = (at.getTime() - now.getTime()) / 1000;
  const units: readonly [Intl.RelativeTimeFormatUnit, number][] = [
    ['day', 86_400],
    ['hour', 3600],
    ['minute', 60],
  ];
  const words = relativeFormat(language, { numeric: 'auto', style: 'short' });
  for (const [unit, size] of units)
    if (Math.abs(seconds) >= size) return words.format(Math.trunc(seconds / size), unit);
  return words.format(0, 'minute');
}

/** The exact time, for a tooltip. */
export function sayExactly(at: Date, { language, zone }: Pick<Moment, 'language' | 'zone'>): string {
  return dateFormat(datesOf(language), { timeZone: zone, dateStyle: 'full', timeStyle: 'short' }).format(at);
}

export interface MoneyValue {
  readonly amount: string;
  readonly currency: string;
}

/**
 * An amount by the customs of the language. The amount is decimal text and is never made a floating number, so that long
 * amounts keep their last digits.
 */
export function sayMoney({ amount, currency }: MoneyValue, language: string): string {
  // The text form is exact (ECMA-402, Intl mathematical values).
  return numberFormat(language, { style: 'currency', currency }).format(amount as Intl.StringNumericLiteral);
}

/** A number or decimal text with the separators of the language. */
export function sayNumber(value: number | string, language: string, decimals?: number): string {
  // Whole numbers, nearly all that a screen says, need nothing of the browser's tables, which take long to load.
  const text = String(value);
  if (/^\d{1,15}$/.test(text) && !decimals) return formatDecimal(text, language as Language);
  const options = decimals === undefined ? {} : { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  return numberFormat(language, options).format(value as Intl.StringNumericLiteral);
}

/** `33.3 %` of a share of 1. */
export function sayPercent(share: number, language: string): string {
  return numberFormat(language, { style: 'percent', maximumFractionDigits: 1 }).format(share);
}

/** `41 bytes`, `12 kB`, `3.4 MB`. */
export function saySize(bytes: number, language: string): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;
  const step = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), units.length - 1);
  const value = bytes / 1000 ** step;
  return numberFormat(language, {
    style: 'unit',
    unit: units[step] ?? 'byte',
    // Bytes have no short form of many.
    unitDisplay: step === 0 ? 'long' : 'short',
    maximumFractionDigits: value < 10 && step > 0 ? 1 : 0,
  }).format(value);
}

/** `December 2026`, of `2026-12`. */
export function sayMonth(month: string, language: string): string {
  const form = dateFormat(datesOf(language), { timeZone: 'UTC', month: 'long', year: 'numeric' });
  return form.format(new Date(`${month}-01T00:00:00Z`));
}

/** `Mon`, of the day `2026-11-30`. */
export function sayWeekday(day: string, language: string): string {
  const form = dateFormat(datesOf(language), { timeZone: 'UTC', weekday: 'short' });
  return form.format(new Date(`${day}T00:00:00Z`));
}
