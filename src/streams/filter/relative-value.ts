import { DateTime } from 'luxon';

/** Who asks and when, for filters that mean something else to everybody and every day. */
export interface FilterAsker {
  /** Id of the person. */
  readonly me: string;
  /** Ids of the person's units. */
  readonly units: readonly string[];
  /** The present day, `YYYY-MM-DD`. */
  readonly today: string;
  /** The instant at which a day begins where the people work, ISO 8601. */
  midnight(date: string): string;
}

/** What a field must be for a value to be relative to the asker. */
export type Relatable = 'person' | 'unit' | 'date' | 'datetime';

const moment = /^@(today|week|month|year)([+-]\d{1,4})?$/;
const day = /^\d{4}-\d{2}-\d{2}$/;

/**
 * The values that a relative value stands for: `@me` for people, `@my-units` for units; for days and moments `@today`,
 * `@week`, `@month`, `@year` (the day itself, the first day of the week, month or year), each with as many of its kind
 * before or after: `@today+7`, `@month-1`. Anything else stands for itself.
 */
export function valuesMeant(kind: Relatable | undefined, value: unknown, asker: FilterAsker): unknown[] {
  if (typeof value !== 'string' || !value.startsWith('@')) return [value];
  if (kind === 'person' && value === '@me') return [asker.me];
  if (kind === 'unit' && value === '@my-units') return [...asker.units];
  if (kind !== 'date' && kind !== 'datetime') return [value];
  const date = dayMeant(value, asker.today);
  if (date === undefined) return [value];
  return [kind === 'date' ? date : asker.midnight(date)];
}

/** The instant at which the day after begins, when the value is a day and the field a moment: `to the 5th` holds the 5th. */
export function endOfDay(kind: Relatable | undefined, value: unknown, asker: FilterAsker): string | undefined {
  if (kind !== 'datetime' || typeof value !== 'string') return undefined;
  const date = day.test(value) ? value : dayMeant(value, asker.today);
  const next = date === undefined ? null : DateTime.fromISO(date, { zone: 'utc' }).plus({ days: 1 }).toISODate();
  return next === null ? undefined : asker.midnight(next);
}

/** The instant at which a day begins, when the value is a day and the field a moment. */
export function startOfDay(kind: Relatable | undefined, value: unknown, asker: FilterAsker): unknown {
  return kind === 'datetime' && typeof value === 'string' && day.test(value) ? asker.midnight(value) : value;
}

function dayMeant(value: string, today: string): string | undefined {
  const [, unit, offset = '0'] = moment.exec(value) ?? [];
  if (unit === undefined) return undefined;
  const start = DateTime.fromISO(today, { zone: 'utc' });
  const steps = Number(offset);
  const found =
    unit === 'today'
      ? start.plus({ days: steps })
      : unit === 'week'
        ? start.startOf('week').plus({ weeks: steps })
        : unit === 'month'
          ? start.startOf('month').plus({ months: steps })
          : start.startOf('year').plus({ years: steps });
  return found.toISODate() ?? undefined;
}
