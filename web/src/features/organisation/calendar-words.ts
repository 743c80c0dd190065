import { weekdays, type LocalInterval } from '../../../../src/worktime/working-calendar.ts';

/** `Mon`. */
export function weekdayName(day: (typeof weekdays)[number], language: string): string {
  const format = new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' });
  // The fifth of January 1970 was a Monday.
  return format.format(new Date((4 + weekdays.indexOf(day)) * 86_400_000));
}

/** `09:00–13:00, 14:00–18:00`; empty for a day off. */
export function hoursText(intervals: readonly LocalInterval[]): string {
  return intervals.map(({ from, to }) => `${from}–${to}`).join(', ');
}

/** Reads what `hoursText` writes, with any dash and hours without minutes; undefined for what is no working time. */
export function readHours(text: string): LocalInterval[] | undefined {
  const parts = text
    .split(/[,;]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const read = parts.map((part) => {
    const [, from, fromMinutes = '00', to, toMinutes = '00'] =
      /^(\d{1,2})(?::(\d\d))?\s*[-–—]\s*(\d{1,2})(?::(\d\d))?$/.exec(part) ?? [];
    if (from === undefined || to === undefined) return undefined;
    return { from: `${from.padStart(2, '0')}:${fromMinutes}`, to: `${to.padStart(2, '0')}:${toMinutes}` };
  });
  return read.every((one) => one !== undefined) ? read : undefined;
}

interface Dated {
  readonly date: string;
}

/** The days with others put among them; a day that is there already stays as it is. */
export function withDays<Day extends Dated>(own: readonly Day[], others: readonly Day[]): Day[] {
  const known = new Set(own.map(({ date }) => date));
  return [...own, ...others.filter(({ date }) => !known.has(date))].toSorted((a, b) => (a.date < b.date ? -1 : 1));
}
