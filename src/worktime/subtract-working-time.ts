import { addWorkingTime } from './due-date.js';
import type { DueRule, WorktimeProblem } from './due-rule.js';
import type { WorkingCalendar } from './working-calendar.js';

/** No working time is farther back than this: ten years. */
const farthestMs = 3_653 * 86_400_000;

/**
 * The latest moment (whole seconds, epoch milliseconds) from which `rule` leads to `endMs` or before: the way back of
 * `addWorkingTime`, which grows with its start, so that the moment is found by halving.
 */
export function subtractWorkingTime(
  calendar: WorkingCalendar,
  endMs: number,
  rule: DueRule,
): { dueAt: number } | { problem: WorktimeProblem } {
  const first = addWorkingTime(calendar, endMs - farthestMs, rule);
  if ('problem' in first) return first;
  let early = Math.floor((endMs - farthestMs) / 1000);
  let late = Math.ceil(endMs / 1000);
  while (late - early > 1) {
    const middle = Math.floor((early + late) / 2);
    const reached = addWorkingTime(calendar, middle * 1000, rule);
    if ('problem' in reached) return reached;
    if (reached.dueAt <= endMs) early = middle;
    else late = middle;
  }
  return { dueAt: early * 1000 };
}
