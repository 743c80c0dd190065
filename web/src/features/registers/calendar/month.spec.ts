import fc from 'fast-check';
import { between, shiftMonth, weeksOf } from './month.ts';

describe('a month', () => {
  it.each([
    ['2026-12', 1, '2027-01'],
    ['2027-01', -1, '2026-12'],
    ['2026-06', -18, '2024-12'],
  ])('%s and %d more is %s', (month, by, expected) => {
    expect(shiftMonth(month, by)).toBe(expected);
  });

  it('is shown in whole weeks from Monday on', () => {
    const weeks = weeksOf('2026-12');
    expect([weeks[0]?.[0], weeks.at(-1)?.at(-1), weeks.length]).toEqual(['2026-11-30', '2027-01-03', 5]);
    expect(weeksOf('2027-02')).toHaveLength(4);
  });

  it('shows each day of any month once, in order', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1970, max: 2100 }), fc.integer({ min: 1, max: 12 }), (year, number) => {
        const month = `${year}-${String(number).padStart(2, '0')}`;
        const weeks = weeksOf(month);
        const days = weeks.flat();
        expect(days).toEqual([...new Set(days)].sort());
        const length = new Date(Date.UTC(year, number, 0)).getUTCDate();
        expect(days.filter((day) => day.startsWith(month))).toHaveLength(length);
        expect(weeks.every((week) => new Date(`${week[0] ?? ''}T00:00:00Z`).getUTCDay() === 1)).toBe(true);
      }),
    );
  });

  it('is asked for by days, or by the moments at which they begin and end', () => {
    expect(between('dueAt', false, '2026-11-30', '2027-01-03')).toEqual({
      and: [{ field: 'dueAt', op: 'between', value: ['2026-11-30', '2027-01-03'] }],
    });
    const [from, to] = between('createdAt', true, '2026-11-30', '2026-11-30').and as { value: string }[];
    expect(Date.parse(to?.value ?? '') - Date.parse(from?.value ?? '')).toBe(86_400_000);
  });
});
