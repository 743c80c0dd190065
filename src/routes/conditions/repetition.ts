import { DateTime } from 'luxon';

/** When a timer is due: after a duration, or at a date; both ISO 8601 (or working time, for the shell to count). */
export interface Due {
  readonly kind: 'duration' | 'date';
  readonly value: string;
}

/** An ISO 8601 repetition: `R3/PT1H`, `R/PT1H`, `R3/2026-01-01T09:00:00Z/P1D`. */
export interface Repetition {
  readonly first: Due;
  readonly every: string;
  /** Firings after the first; null without end. */
  readonly repeat: number | null;
}

/** Whether a text is an ISO 8601 date and time. */
export function isIsoTime(text: string): boolean {
  return DateTime.fromISO(text).isValid;
}

/** Reads a repetition; null where the text is not one. */
export function readCycle(text: string): Repetition | null {
  const parts = /^R(\d{0,6})\/(?:([^/]+)\/)?(P(?=\d|T\d)[\dYMWDTHS.]+)$/.exec(text);
  const every = parts?.[3];
  if (!parts || every === undefined) return null;
  const repeat = parts[1] === '' ? null : Number(parts[1]) - 1;
  if (repeat !== null && repeat < 0) return null;
  const date = parts[2];
  if (date !== undefined && !isIsoTime(date)) return null;
  return {
    first: date === undefined ? { kind: 'duration', value: every } : { kind: 'date', value: date },
    every,
    repeat,
  };
}
