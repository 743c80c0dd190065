import { DateTime, Duration } from 'luxon';
import { dayOfDate } from './local-time.js';

/** What is wrong with a rule or a calendar, for the person who configures it. */
export interface WorktimeProblem {
  readonly code: 'due-rule' | 'never-works' | 'beyond-horizon' | 'moment';
  readonly message: string;
}

/** How a due date is to be found, plain JSON. */
export type DueRule =
  | { readonly kind: 'working-hours'; readonly minutes: number }
  | { readonly kind: 'working-days'; readonly days: number }
  /** Calendar days, the first being the day after the start. */
  | { readonly kind: 'days'; readonly days: number }
  /** ISO 8601 duration: passes by the clock, whether anyone works or not. */
  | { readonly kind: 'duration'; readonly iso: string }
  /** The end of work on that date. */
  | { readonly kind: 'date'; readonly date: string }
  /** ISO 8601 date and time; without an offset it is meant in the calendar's zone. */
  | { readonly kind: 'moment'; readonly iso: string };

const expected =
  'Expected "8 working hours", "2 working days", "5 days", an ISO 8601 duration such as PT8H or P2D, ' +
  'a date such as 2026-12-24, or a date and time such as 2026-12-24T15:00.';

/**
 * Reads a due rule. Grammar: `N working hours` (N may have a fraction), `N working days`, `N days`, an ISO 8601
 * duration, an ISO 8601 date or date-time. Case and spacing do not matter.
 */
export function parseDueRule(text: string): { rule: DueRule } | { problem: WorktimeProblem } {
  const trimmed = text.slice(0, 100).trim();
  const rule = parseCount(trimmed) ?? parseIso(trimmed);
  if (rule) return { rule };
  const shown = trimmed === '' ? 'The due rule is empty.' : `"${trimmed}" is not a due rule.`;
  return { problem: { code: 'due-rule', message: `${shown} ${expected}` } };
}

function parseCount(text: string): DueRule | undefined {
  const match = /^(\d{1,5})(\.\d{1,2})?\s*(working\s+hours?|working\s+days?|days?)$/i.exec(text);
  if (!match) return undefined;
  const [, whole = '0', fraction = '', unit = ''] = match;
  const count = Number(whole + fraction);
  if (count <= 0) return undefined;
  if (/hour/i.test(unit)) return { kind: 'working-hours', minutes: Math.max(1, Math.round(count * 60)) };
  if (fraction !== '') return undefined;
  return { kind: /^w/i.test(unit) ? 'working-days' : 'days', days: count };
}

function parseIso(text: string): DueRule | undefined {
  if (/^P(?=[\dT])(\d{1,6}Y)?(\d{1,6}M)?(\d{1,6}W)?(\d{1,6}D)?(T(?=\d)(\d{1,6}H)?(\d{1,6}M)?(\d{1,6}S)?)?$/.test(text))
    return Duration.fromISO(text).toMillis() > 0 ? { kind: 'duration', iso: text } : undefined;
  if (dayOfDate(text) !== undefined) return { kind: 'date', date: text };
  if (!/^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/.test(text)) return undefined;
  const iso = text.replace(' ', 'T');
  return DateTime.fromISO(iso, { zone: 'utc' }).isValid ? { kind: 'moment', iso } : undefined;
}
