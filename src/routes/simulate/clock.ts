import { DateTime, Duration } from 'luxon';

/** Where the simulated clock begins. */
export const clockStart = DateTime.fromISO('2026-01-05T09:00:00Z').toMillis();

/** Epoch milliseconds as ISO 8601 in UTC. */
export function isoTime(at: number): string {
  return DateTime.fromMillis(at, { zone: 'utc' }).toISO() ?? '';
}

/** `at` moved on by an ISO 8601 duration; working hours and days count as plain ones here. Null where it cannot be read. */
export function after(at: number, duration: string): number | null {
  const working = /^(\d+) (?:working )?(hour|day)s?$/.exec(duration);
  const unit = working?.[2] === 'hour' ? 'hours' : 'days';
  const amount = working ? Duration.fromObject({ [unit]: Number(working[1]) }) : Duration.fromISO(duration);
  if (!amount.isValid) return null;
  return DateTime.fromMillis(at, { zone: 'utc' }).plus(amount).toMillis();
}

/** Epoch milliseconds of an ISO 8601 date and time; null where it cannot be read. */
export function timeOf(date: string): number | null {
  const time = DateTime.fromISO(date, { zone: 'utc' });
  return time.isValid ? time.toMillis() : null;
}
