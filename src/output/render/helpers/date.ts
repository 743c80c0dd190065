import { DateTime } from 'luxon';
import type { Language } from '../../../platform/languages.js';
import { describeValue, HelperFailure } from '../template-problem.js';
import type { Helper } from './helper.js';

/** Names of months as a date uses them (genitive where the language has one). */
const months: Record<Language, readonly string[]> = {
  en: 'January February March April May June July August September October November December'.split(' '),
  ru: 'января февраля марта апреля мая июня июля августа сентября октября ноября декабря'.split(' '),
  pl: 'stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia'.split(' '),
  lt: 'sausio vasario kovo balandžio gegužės birželio liepos rugpjūčio rugsėjo spalio lapkričio gruodžio'.split(' '),
};

const longForm: Record<Language, (day: number, month: string, year: number) => string> = {
  en: (day, month, year) => `${day} ${month} ${year}`,
  ru: (day, month, year) => `${day} ${month} ${year} г.`,
  pl: (day, month, year) => `${day} ${month} ${year} r.`,
  lt: (day, month, year) => `${year} m. ${month} ${day} d.`,
};

/** Tables need a short form; Lithuanian writes dates as ISO 8601 does. */
const shortForm: Record<Language, string> = { en: 'dd/MM/yyyy', ru: 'dd.MM.yyyy', pl: 'dd.MM.yyyy', lt: 'yyyy-MM-dd' };

/**
 * Reads a `Date`, a calendar date `2026-11-22` (which no zone moves) or a moment `2026-11-22T10:00:00Z`, which is shown
 * in `timeZone`.
 */
function toLocal(value: unknown, timeZone: string): DateTime {
  const local =
    value instanceof Date
      ? DateTime.fromJSDate(value, { zone: timeZone })
      : typeof value === 'string'
        ? DateTime.fromISO(value, { zone: timeZone })
        : undefined;
  if (!local?.isValid) {
    throw new HelperFailure(
      `date: expected a date such as "2026-11-22" or "2026-11-22T10:00:00Z", got ${describeValue(value)}`,
    );
  }
  return local;
}

/** The date in words: "22 ноября 2026 г.", "22 listopada 2026 r.", "2026 m. lapkričio 22 d.", "22 November 2026". */
export function formatDate(value: unknown, language: Language, timeZone: string): string {
  const local = toLocal(value, timeZone);
  return longForm[language](local.day, months[language][local.month - 1] ?? '', local.year);
}

/** The date in figures: 22.11.2026 (ru, pl), 2026-11-22 (lt), 22/11/2026 (en); with `time` also hours and minutes. */
export function formatShortDate(value: unknown, language: Language, timeZone: string, time = false): string {
  const local = toLocal(value, timeZone);
  return local.toFormat(shortForm[language]) + (time ? `\u00a0${local.toFormat('HH:mm')}` : '');
}

/** `{{date signedAt}}`, `{{date signedAt "short"}}`, `{{date decidedAt "time"}}`. Null prints nothing. */
export const dateHelper: Helper = ({ args: [value, form], language, timeZone }) => {
  if (value === null) return '';
  if (form === undefined) return formatDate(value, language, timeZone);
  if (form === 'short' || form === 'time') return formatShortDate(value, language, timeZone, form === 'time');
  throw new HelperFailure(`date: expected the form to be "short" or "time", got ${describeValue(form)}`);
};
