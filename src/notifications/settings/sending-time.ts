import { instantOf, localDayOf, offsetMinutes, dayMs } from '../../worktime/local-time.js';
import { minutesOfClock, type WorkingCalendar } from '../../worktime/working-calendar.js';
import { compileCalendar } from '../../worktime/working-days.js';
import type { NotificationSettings } from './settings.js';

/** The longest row of days without work that is waited for; a calendar without any work must not hold everything back. */
const mostDays = 31;

/** The settings that say when, with the calendar of whoever they are of. */
export interface Clockwork {
  readonly settings: Pick<NotificationSettings, 'quietHours' | 'digestAt' | 'timeZone'>;
  readonly calendar: WorkingCalendar;
}

/** The time zone by which the person lives. */
export function timeZoneOf({ settings, calendar }: Clockwork): string {
  return settings.timeZone ?? calendar.timeZone;
}

/** The first moment from `atMs` on at which push and letters may come; `atMs` itself outside of quiet hours. */
export function afterQuiet(clockwork: Clockwork, atMs: number): number {
  const { quietHours } = clockwork.settings;
  if (quietHours === null) return atMs;
  const zone = timeZoneOf(clockwork);
  const from = minutesOfClock(quietHours.from) ?? 0;
  const to = minutesOfClock(quietHours.to) ?? 0;
  const first = localDayOf(zone, atMs);
  for (let day = first; day <= first + mostDays; day += 1) {
    if (quietHours.daysOff && isDayOff(clockwork, day)) continue;
    const begins = Math.max(atMs, instantOf(zone, day, 0));
    const ready = afterHours(zone, { from, to }, day, begins);
    if (localDayOf(zone, ready) === day) return ready;
  }
  return atMs;
}

/** The next time after `atMs` at which the daily letter is due: on a working day, by the person's clock. */
export function nextDigest(clockwork: Clockwork, atMs: number): number {
  const zone = timeZoneOf(clockwork);
  const minutes = minutesOfClock(clockwork.settings.digestAt) ?? 0;
  const first = localDayOf(zone, atMs);
  const next = (anyDay: boolean): number | undefined => {
    for (let day = first; day <= first + mostDays; day += 1) {
      const at = instantOf(zone, day, minutes);
      if (at > atMs && (anyDay || !isDayOff(clockwork, day))) return at;
    }
    return undefined;
  };
  return next(false) ?? next(true) ?? atMs + dayMs;
}

/** The end of the quiet hours that `ms` lies in, on `day` or later; `ms` where it lies in none. */
function afterHours(zone: string, { from, to }: { from: number; to: number }, day: number, ms: number): number {
  if (from === to) return ms;
  const minutes = (ms + offsetMinutes(zone, ms) * 60_000 - day * dayMs) / 60_000;
  // Of an hour that comes twice, `instantOf` answers the first; whoever asks may be in the second.
  const endToday = () => {
    const end = instantOf(zone, day, to);
    return end >= ms ? end : ms + (to - minutes) * 60_000;
  };
  if (from < to) return minutes >= from && minutes < to ? endToday() : ms;
  if (minutes < to) return endToday();
  return minutes >= from ? instantOf(zone, day + 1, to) : ms;
}

function isDayOff({ calendar }: Clockwork, day: number): boolean {
  return compileCalendar(calendar).day(day).stretches.length === 0;
}
