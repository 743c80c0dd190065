import { FeelDate, FeelDateTime, FeelDuration, FeelFunction, FeelTime, isRange } from 'feelin';

export type ValueKind =
  | 'null'
  | 'boolean'
  | 'number'
  | 'string'
  | 'list'
  | 'context'
  | 'date'
  | 'time'
  | 'date and time'
  | 'duration'
  | 'range'
  | 'function'
  | 'object';

/** The FEEL type of a value, in words for people. */
export function kindOf(value: unknown): ValueKind {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'boolean' || typeof value === 'number' || typeof value === 'string')
    return typeof value as ValueKind;
  if (Array.isArray(value)) return 'list';
  if (value instanceof FeelDate) return 'date';
  if (value instanceof FeelDateTime) return 'date and time';
  if (value instanceof FeelTime) return 'time';
  if (value instanceof FeelDuration) return 'duration';
  if (isRange(value)) return 'range';
  if (value instanceof FeelFunction || typeof value === 'function') return 'function';
  return Object.getPrototypeOf(value) === Object.prototype ? 'context' : 'object';
}

function isTemporal(value: unknown): boolean {
  return (
    value instanceof FeelDate ||
    value instanceof FeelDateTime ||
    value instanceof FeelTime ||
    value instanceof FeelDuration
  );
}

/**
 * A value as it can be stored: FEEL dates, times and durations become ISO 8601 texts, deep inside lists and contexts as
 * well. Anything else is left as it is.
 */
export function toPlain(value: unknown): unknown {
  if (value === undefined) return null;
  if (typeof value !== 'object' || value === null) return value;
  if (isTemporal(value)) return String(value);
  if (Array.isArray(value)) return value.map(toPlain);
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, toPlain(entry)]));
}

/** A value as FEEL wants it: JavaScript functions take any arguments, a `Date` becomes a date and time text. */
export function toScopeValue(value: unknown): unknown {
  if (typeof value === 'function') return new FeelFunction(value as (...values: unknown[]) => unknown, ['...values']);
  return value instanceof Date ? value.toISOString() : value;
}
