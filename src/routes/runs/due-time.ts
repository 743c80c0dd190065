import { compileExpression, evaluate } from '../../platform/feel/expression.js';
import { addWorkingTime } from '../../worktime/due-date.js';
import { parseDueRule } from '../../worktime/due-rule.js';
import type { DueStep } from '../../worktime/due-trail.js';
import type { WorkingCalendar } from '../../worktime/working-calendar.js';

/** When something is due, in epoch milliseconds, and how that came about. */
export interface DueTime {
  readonly dueAt: number;
  readonly because: readonly DueStep[];
}

/**
 * The time that a due text gives, counted from `fromMs` in `calendar`. A text that begins with `=` is FEEL over `scope`
 * and gives such a text, or null for no due time.
 */
export function dueTime(
  text: string,
  calendar: WorkingCalendar,
  fromMs: number,
  scope: Readonly<Record<string, unknown>>,
): DueTime | null | { failure: string } {
  const rule = text.startsWith('=') ? evaluated(text.slice(1), scope, fromMs) : { text };
  if ('failure' in rule) return rule;
  if (rule.text === null) return null;
  const parsed = parseDueRule(rule.text);
  if ('problem' in parsed) return { failure: `The due time "${rule.text}" cannot be read: ${parsed.problem.message}` };
  const due = addWorkingTime(calendar, fromMs, parsed.rule);
  if ('problem' in due) return { failure: `The due time "${rule.text}" cannot be computed: ${due.problem.message}` };
  return due;
}

function evaluated(
  source: string,
  scope: Readonly<Record<string, unknown>>,
  at: number,
): { text: string | null } | { failure: string } {
  const compiled = compileExpression(source);
  if ('problem' in compiled) return { failure: `The due time "=${source}" cannot be read: ${compiled.problem}` };
  const result = evaluate(compiled.expression, scope, { at });
  if ('failure' in result) return { failure: `The due time "=${source}" could not be evaluated: ${result.failure}` };
  if (result.value === null || typeof result.value === 'string') return { text: result.value };
  return {
    failure: `The due time "=${source}" gives ${JSON.stringify(result.value)}; expected a text such as "8 working hours".`,
  };
}
