import { daysAway } from '../i18n/format.ts';
import type { Assignment } from './assignments.ts';

/** The groups of the desk, as they stand below each other. */
export const groups = ['overdue', 'today', 'soon', 'later', 'control'] as const;
export type Group = (typeof groups)[number];

/** Days that count as soon. */
const near = 7;

/** The group of something that waits for me, by its due date in the zone of the reader. */
export function groupOf({ dueAt }: Pick<Assignment, 'dueAt'>, now: Date, zone?: string): Exclude<Group, 'control'> {
  if (dueAt === null) return 'later';
  const due = new Date(dueAt);
  if (due < now) return 'overdue';
  const days = daysAway(due, { now, zone });
  return days === 0 ? 'today' : days <= near ? 'soon' : 'later';
}

export interface GroupedAssignments {
  readonly group: Group;
  readonly items: readonly Assignment[];
}

interface Desk {
  readonly mine: readonly Assignment[];
  readonly reported: readonly Assignment[];
}

/** What is on the desk by group, those of one group by due date; groups with nothing in them are left out. */
export function groupDesk({ mine, reported }: Desk, now: Date, zone?: string): GroupedAssignments[] {
  const byGroup = new Map<Group, Assignment[]>(groups.map((group) => [group, []]));
  for (const item of mine) byGroup.get(groupOf(item, now, zone))?.push(item);
  byGroup.get('control')?.push(...reported);
  return groups.flatMap((group) => {
    const items = byGroup.get(group) ?? [];
    return items.length === 0 ? [] : [{ group, items: items.toSorted(byDueDate) }];
  });
}

function byDueDate(a: Assignment, b: Assignment): number {
  const [left, right] = [a.dueAt ?? '9999', b.dueAt ?? '9999'];
  return left < right ? -1 : left > right ? 1 : a.issuedAt < b.issuedAt ? -1 : 1;
}
