import { addWorkingTime } from '../../../worktime/due-date.js';
import { parseDueRule } from '../../../worktime/due-rule.js';
import { subtractWorkingTime } from '../../../worktime/subtract-working-time.js';
import type { WorkingCalendar } from '../../../worktime/working-calendar.js';
import type { RungPlan } from '../../compile/route-graph.js';

/** What the rungs of an assignment are counted from; epoch milliseconds. */
export interface RungAnchors {
  readonly issuedAt: number;
  /** Null for one without a due date. */
  readonly dueAt: number | null;
  /** Of whoever has it. */
  readonly calendar: WorkingCalendar;
}

/** One rung with its time, as it is written down. */
export interface RungTime {
  readonly rung: number;
  readonly action: RungPlan['does'];
  readonly target: string | null;
  /** ISO 8601. */
  readonly dueAt: string;
  readonly because: null;
}

const twoWorkingDays = parsed('2 working days');

/**
 * The times of a ladder. Rungs that need a due date are left out where there is none, and those whose time has passed when the
 * assignment is issued.
 */
export function rungTimes(ladder: readonly RungPlan[], anchors: RungAnchors): RungTime[] {
  return ladder.flatMap((plan, index) => {
    const at = timeOf(plan, anchors);
    if (at === null || at < anchors.issuedAt) return [];
    const target = plan.to ?? null;
    return [{ rung: index + 1, action: plan.does, target, dueAt: new Date(at).toISOString(), because: null }];
  });
}

/**
 * What happens without a ladder of one's own: a reminder when it is due, and one a working day before where there are more
 * than two working days for it.
 */
export function defaultLadder({ issuedAt, dueAt, calendar }: RungAnchors): RungPlan[] {
  if (dueAt === null) return [];
  const soon = addWorkingTime(calendar, issuedAt, twoWorkingDays);
  const long = 'dueAt' in soon && soon.dueAt < dueAt;
  const before = { anchor: 'due', side: 'before', span: '1 working days', does: 'remind' } as const;
  return [...(long ? [before] : []), { anchor: 'due', side: 'at', does: 'remind' }];
}

function timeOf({ anchor, side, span }: RungPlan, { issuedAt, dueAt, calendar }: RungAnchors): number | null {
  const from = anchor === 'due' ? dueAt : issuedAt;
  if (from === null || side === 'at') return from;
  const rule = parsed(span ?? '');
  const found = side === 'after' ? addWorkingTime(calendar, from, rule) : subtractWorkingTime(calendar, from, rule);
  return 'dueAt' in found ? found.dueAt : null;
}

/** The compiler has read every span before. */
function parsed(text: string) {
  const result = parseDueRule(text);
  if ('problem' in result) throw new Error(`"${text}" was not checked: ${result.problem.message}`);
  return result.rule;
}
