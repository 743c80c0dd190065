import { IANAZone } from 'luxon';

/** Milliseconds of one civil day. */
export const dayMs = 86_400_000;

/** True when `name` is an IANA time zone that this runtime knows, e.g. `Europe/Vilnius`. */
export function isTimeZone(name: string): boolean {
  return IANAZone.isValidZone(name);
}

/** Most offsets kept of a zone; the days that due dates of one week touch are far fewer. */
const mostKnown = 2_000;
/** 1973: since then clocks have changed at whole minutes everywhere, so that one offset holds for a minute. */
const wholeMinutesSince = 3 * 365 * dayMs;
const knownOffsets = new Map<string, Map<number, number>>();

/**
 * Minutes that the zone is ahead of UTC at the instant `ms`. Remembered, since finding it means formatting a date, and the
 * same mornings and evenings, and the present minute, are asked for again and again.
 */
export function offsetMinutes(timeZone: string, ms: number): number {
  let known = knownOffsets.get(timeZone);
  if (!known) knownOffsets.set(timeZone, (known = new Map()));
  const key = ms < wholeMinutesSince ? ms : Math.floor(ms / 60_000);
  const remembered = known.get(key);
  if (remembered !== undefined) return remembered;
  const offset = IANAZone.create(timeZone).offset(ms);
  if (known.size >= mostKnown) known.clear();
  known.set(key, offset);
  return offset;
}

/** Number of the civil day (days since 1970-01-01) that the zone's wall clock shows at the instant `ms`. */
export function localDayOf(timeZone: string, ms: number): number {
  return Math.floor((ms + offsetMinutes(timeZone, ms) * 60_000) / dayMs);
}

/**
 * The instant at which the zone's wall clock shows `minutes` after midnight of `day` (days since 1970-01-01).
 * A time that a clock change skips becomes the instant of the change; of a time that comes twice the first is taken,
 * so that the answer never goes backwards as the wall clock advances.
 */
export function instantOf(timeZone: string, day: number, minutes: number): number {
  const wall = day * dayMs + minutes * 60_000;
  const before = offsetMinutes(timeZone, wall - dayMs);
  const after = offsetMinutes(timeZone, wall + dayMs);
  const first = wall - Math.max(before, after) * 60_000;
  if (before === after || offsetMinutes(timeZone, first) * 60_000 + first === wall) return first;
  const second = wall - Math.min(before, after) * 60_000;
  if (offsetMinutes(timeZone, second) * 60_000 + second === wall) return second;
  return changeBetween(timeZone, first, second);
}

/** The instant between `low` and `high` at which the zone's offset changes, to the millisecond. */
function changeBetween(timeZone: string, low: number, high: number): number {
  const offset = offsetMinutes(timeZone, low);
  let from = low;
  let to = high;
  while (to - from > 1) {
    const middle = Math.floor((from + to) / 2);
    if (offsetMinutes(timeZone, middle) === offset) from = middle;
    else to = middle;
  }
  return to;
}

/** The civil date `YYYY-MM-DD` as a day number; undefined where there is no such date. */
export function dayOfDate(date: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return undefined;
  const day = Date.parse(`${date}T00:00:00Z`) / dayMs;
  // The 30th of February would be a day of March.
  return Number.isNaN(day) || dateOfDay(day) !== date ? undefined : day;
}

/** The day number as `YYYY-MM-DD`. */
export function dateOfDay(day: number): string {
  return new Date(day * dayMs).toISOString().slice(0, -'T00:00:00.000Z'.length);
}

/** The weekday of a day number: 0 Monday … 6 Sunday. */
export function weekdayOf(day: number): number {
  return (((day + 3) % 7) + 7) % 7;
}

/** The zone's local date `YYYY-MM-DD` at the instant `ms`. */
export function localDateOf(timeZone: string, ms: number): string {
  return dateOfDay(localDayOf(timeZone, ms));
}
