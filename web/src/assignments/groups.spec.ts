import type { Assignment } from './assignments.ts';
import { groupDesk, groupOf } from './groups.ts';

const now = new Date('2026-12-01T10:00:00Z');
const zone = 'Europe/Vilnius';
const due = (dueAt: string | null, id = dueAt ?? 'none') =>
  ({ id, dueAt, issuedAt: '2026-11-01T00:00:00Z' }) as unknown as Assignment;

describe('groups of the desk', () => {
  it.each([
    ['2026-12-01T09:59:59Z', 'overdue'],
    ['2026-12-01T10:00:00Z', 'today'],
    // Still today in Vilnius, and already tomorrow.
    ['2026-12-01T21:59:00Z', 'today'],
    ['2026-12-01T22:01:00Z', 'soon'],
    ['2026-12-08T10:00:00Z', 'soon'],
    ['2026-12-09T10:00:00Z', 'later'],
    [null, 'later'],
  ])('%s is %s', (dueAt, group) => {
    expect(groupOf({ dueAt }, now, zone)).toBe(group);
  });

  it('stand in order, by due date, without empty ones; what was reported to me comes last', () => {
    const desk = {
      mine: [due(null), due('2026-12-03T10:00:00Z'), due('2026-11-30T10:00:00Z'), due('2026-11-29T10:00:00Z')],
      reported: [due('2026-11-28T10:00:00Z', 'reported')],
    };
    expect(groupDesk(desk, now, zone).map(({ group, items }) => [group, items.map(({ id }) => id)])).toEqual([
      ['overdue', ['2026-11-29T10:00:00Z', '2026-11-30T10:00:00Z']],
      ['soon', ['2026-12-03T10:00:00Z']],
      ['later', ['none']],
      ['control', ['reported']],
    ]);
  });
});
