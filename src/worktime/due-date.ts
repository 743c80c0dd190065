import { DateTime, Duration } from 'luxon';
import type { DueRule, WorktimeProblem } from './due-rule.js';
import type { DueStep } from './due-trail.js';
import { DueTrail } from './due-trail.js';
import { dayOfDate, instantOf, localDayOf } from './local-time.js';
import type { WorkingCalendar } from './working-calendar.js';
import type { CompiledCalendar, WorkingDay } from './working-days.js';
import { compileCalendar } from './working-days.js';

export type DueResult = { dueAt: number; because: DueStep[] } | { problem: WorktimeProblem };

/** How far a search for working time goes before it says that there is none. */
const horizonDays = 1830;
/** Dates outside of these are refused: they are slips, and would break four-digit dates. */
const earliest = -2_208_988_800_000; // 1900-01-01
const latest = 7_258_118_400_000; // 2200-01-01

/**
 * The due date that `rule` gives when counting starts at `startMs` (epoch milliseconds).
 *
 * Working hours run only inside the calendar's intervals. Working days end with the last interval of the n-th working
 * day after the day of the start, whatever the hour of the start. Calendar days end likewise, and a last day that does
 * not work moves to the next that does (so the civil codes: RU art. 193, PL art. 115, LT art. 1.121). An ISO duration
 * passes by the clock. A date means the end of work on it, or of the day where it does not work.
 */
export function addWorkingTime(calendar: WorkingCalendar, startMs: number, rule: DueRule): DueResult {
  if (!(startMs >= earliest && startMs <= latest))
    return { problem: { code: 'moment', message: 'The start must lie between the years 1900 and 2200.' } };
  const days = compileCalendar(calendar);
  const trail = new DueTrail(rule, startMs, days.timeZone);
  const dueAt = find(days, startMs, rule, trail);
  if (typeof dueAt === 'object') return { problem: dueAt };
  if (!(dueAt >= earliest && dueAt <= latest))
    return { problem: { code: 'beyond-horizon', message: 'The due date must lie between the years 1900 and 2200.' } };
  return { dueAt, because: trail.finish(dueAt) };
}

/**
 * Working milliseconds between two instants; negative when `toMs` lies before `fromMs`.
 * A span of more than fifty years is refused.
 */
export function workingTimeBetween(
  calendar: WorkingCalendar,
  fromMs: number,
  toMs: number,
): { workingMs: number } | { problem: WorktimeProblem } {
  if (![fromMs, toMs].every((ms) => ms >= earliest && ms <= latest) || Math.abs(toMs - fromMs) > 50 * 366 * 86_400_000)
    return { problem: { code: 'moment', message: 'Expected two moments at most fifty years apart.' } };
  const [low, high] = fromMs <= toMs ? [fromMs, toMs] : [toMs, fromMs];
  const days = compileCalendar(calendar);
  const last = localDayOf(days.timeZone, high);
  let sum = 0;
  for (let day = localDayOf(days.timeZone, low); day <= last; day++)
    for (const { start, end } of days.day(day).stretches)
      sum += Math.max(0, Math.min(end, high) - Math.max(start, low));
  return { workingMs: fromMs <= toMs || sum === 0 ? sum : -sum };
}

function find(days: CompiledCalendar, startMs: number, rule: DueRule, trail: DueTrail): number | WorktimeProblem {
  switch (rule.kind) {
    case 'working-hours':
      return addHours(days, startMs, rule.minutes * 60_000, trail);
    case 'working-days':
      return addDays(days, startMs, rule.days, trail);
    case 'days':
      return addCalendarDays(days, startMs, rule.days, trail);
    case 'duration':
      return addDuration(days, startMs, rule.iso);
    case 'date':
      return endOfDate(days, dayOfDate(rule.date) ?? Number.NaN);
    case 'moment':
      return DateTime.fromISO(rule.iso, { zone: days.timeZone }).toMillis();
  }
}

function addHours(days: CompiledCalendar, startMs: number, workMs: number, trail: DueTrail): number | WorktimeProblem {
  const first = localDayOf(days.timeZone, startMs);
  let left = workMs;
  for (let day = first; day < first + horizonDays; day++) {
    const found = days.day(day);
    trail.pass(day, found);
    for (const { start, end } of found.stretches) {
      const from = Math.max(start, startMs);
      if (end <= from) continue;
      trail.begin(from);
      if (left <= end - from) return from + left;
      left -= end - from;
    }
  }
  return notFound(left === workMs);
}

function addDays(days: CompiledCalendar, startMs: number, count: number, trail: DueTrail): number | WorktimeProblem {
  const first = localDayOf(days.timeZone, startMs) + 1;
  let left = count;
  for (let day = first; day < first + horizonDays; day++) {
    const found = days.day(day);
    trail.pass(day, found);
    if (found.stretches.length > 0 && --left === 0) return endOfWork(found);
  }
  return notFound(left === count);
}

function addCalendarDays(days: CompiledCalendar, startMs: number, count: number, trail: DueTrail) {
  const target = localDayOf(days.timeZone, startMs) + count;
  for (let day = target; day < target + horizonDays; day++) {
    const found = days.day(day);
    trail.pass(day, found);
    if (found.stretches.length > 0) return endOfWork(found);
  }
  return notFound(true);
}

function addDuration(days: CompiledCalendar, startMs: number, iso: string): number {
  return DateTime.fromMillis(startMs, { zone: days.timeZone }).plus(Duration.fromISO(iso)).toMillis();
}

function endOfDate(days: CompiledCalendar, day: number): number {
  const found = days.day(day);
  return found.stretches.length > 0 ? endOfWork(found) : instantOf(days.timeZone, day, 1440);
}

function endOfWork(day: WorkingDay): number {
  return day.stretches.at(-1)?.end ?? Number.NaN;
}

function notFound(nothing: boolean): WorktimeProblem {
  if (nothing)
    return {
      code: 'never-works',
      message: 'The working calendar has no working time in the five years after the start. Give it working hours.',
    };
  return {
    code: 'beyond-horizon',
    message: 'The due date would lie more than five years ahead. Choose a shorter time.',
  };
}
