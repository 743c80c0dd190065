import type { Objection } from '../platform/errors.js';
import { say, type Sentence } from '../platform/words/sentence.js';
import type { LocalisedText } from '../platform/languages.js';
import { dayOfDate, isTimeZone } from './local-time.js';

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof weekdays)[number];

/** A stretch of work by the wall clock, `HH:MM` to `HH:MM`; `to` may be `24:00`. Work over midnight is two intervals. */
export interface LocalInterval {
  readonly from: string;
  readonly to: string;
}

/** A day that differs from its weekday: a holiday (no intervals), a short day, or a working Saturday. */
export interface CalendarException {
  readonly date: string;
  readonly intervals: readonly LocalInterval[];
  readonly name?: LocalisedText;
}

/** When a unit works. Data that an administrator edits: moved holidays cannot be computed. */
export interface WorkingCalendar {
  readonly key: string;
  readonly timeZone: string;
  readonly week: Readonly<Record<Weekday, readonly LocalInterval[]>>;
  readonly exceptions: readonly CalendarException[];
}

const officeDay: readonly LocalInterval[] = [
  { from: '09:00', to: '13:00' },
  { from: '14:00', to: '18:00' },
];

/** Monday to Friday 9 to 18 with an hour's break: what a new organisation starts with. */
export const officeWeek: WorkingCalendar['week'] = {
  mon: officeDay,
  tue: officeDay,
  wed: officeDay,
  thu: officeDay,
  fri: officeDay,
  sat: [],
  sun: [],
};

/** Minutes after midnight of `HH:MM` (00:00 to 24:00); undefined for anything else. */
export function minutesOfClock(text: unknown): number | undefined {
  const match = typeof text === 'string' ? /^([01]\d|2[0-4]):([0-5]\d)$/.exec(text) : null;
  if (!match) return undefined;
  const minutes = Number(match[1]) * 60 + Number(match[2]);
  return minutes <= 1440 ? minutes : undefined;
}

/**
 * Checks a calendar that came from outside (configuration, API). All faults are named at once, each with its path.
 * The answer holds only the known members.
 */
export function checkCalendar(value: unknown): { calendar: WorkingCalendar } | { problems: Objection[] } {
  const problems: Objection[] = [];
  if (!isRecord(value)) return { problems: [problem('', 'object', 'A working calendar is an object.')] };
  if (typeof value.key !== 'string' || !/^[a-z][a-z0-9-]{0,39}$/.test(value.key))
    problems.push(problem('key', 'key', 'Expected a key of small letters, digits and hyphens, e.g. "office".'));
  if (typeof value.timeZone !== 'string' || !isTimeZone(value.timeZone))
    problems.push(problem('timeZone', 'time-zone', 'Expected an IANA time zone, e.g. "Europe/Vilnius".'));
  const week = isRecord(value.week) ? value.week : {};
  for (const name of Object.keys(week))
    if (!(weekdays as readonly string[]).includes(name))
      problems.push(
        problem(`week.${name}`, 'weekday', say('Expected one of {known}.', { known: weekdays.join(', ') })),
      );
  const checkedWeek = Object.fromEntries(
    weekdays.map((name) => [name, checkIntervals(week[name] ?? [], `week.${name}`, problems)]),
  ) as Record<Weekday, LocalInterval[]>;
  const exceptions = checkExceptions(value.exceptions ?? [], problems);
  if (problems.length > 0) return { problems };
  return {
    calendar: { key: value.key as string, timeZone: value.timeZone as string, week: checkedWeek, exceptions },
  };
}

function checkExceptions(value: unknown, problems: Objection[]): CalendarException[] {
  if (!Array.isArray(value) || value.length > 5000) {
    problems.push(problem('exceptions', 'list', 'Expected a list of at most 5000 days.'));
    return [];
  }
  const seen = new Set<string>();
  return value.map((entry: unknown, index) => {
    const path = `exceptions[${index}]`;
    const day = isRecord(entry) ? entry : {};
    const date = typeof day.date === 'string' && dayOfDate(day.date) !== undefined ? day.date : undefined;
    if (date === undefined) problems.push(problem(`${path}.date`, 'date', 'Expected a date, e.g. "2026-12-25".'));
    else if (seen.has(date))
      problems.push(problem(`${path}.date`, 'duplicate', say('{date} is already described above.', { date })));
    else seen.add(date);
    const name = checkName(day.name, `${path}.name`, problems);
    const intervals = checkIntervals(day.intervals ?? [], `${path}.intervals`, problems);
    return { date: date ?? '', intervals, ...(name === undefined ? {} : { name }) };
  });
}

function checkName(value: unknown, path: string, problems: Objection[]): LocalisedText | undefined {
  if (value === undefined || typeof value === 'string') return value;
  if (isRecord(value) && typeof value.en === 'string' && Object.values(value).every((text) => typeof text === 'string'))
    return value as LocalisedText;
  problems.push(problem(path, 'name', 'Expected a text, or texts by language with at least "en".'));
  return undefined;
}

function checkIntervals(value: unknown, path: string, problems: Objection[]): LocalInterval[] {
  if (!Array.isArray(value) || value.length > 48) {
    problems.push(problem(path, 'list', 'Expected a list of intervals {from, to}; an empty list means no work.'));
    return [];
  }
  let previousEnd = 0;
  return value.map((entry: unknown, index) => {
    const { from, to } = isRecord(entry) ? entry : {};
    const start = minutesOfClock(from);
    const end = minutesOfClock(to);
    if (start === undefined || end === undefined || start >= end)
      problems.push(problem(`${path}[${index}]`, 'interval', 'Expected from before to, as HH:MM up to 24:00.'));
    else if (start < previousEnd)
      problems.push(problem(`${path}[${index}]`, 'overlap', 'Starts before the interval above it ends.'));
    previousEnd = end ?? previousEnd;
    return { from: String(from), to: String(to) };
  });
}

function problem(path: string, code: string, message: string | Sentence): Objection {
  return { path, code, message };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
