import { daysOfPeriod, periodOfDays, periods } from './periods.ts';

describe('periods', () => {
  it.each([
    ['thisMonth', '2026-11-01', '2026-11-30'],
    ['lastMonth', '2026-10-01', '2026-10-31'],
    ['thisQuarter', '2026-10-01', '2026-12-31'],
    ['lastQuarter', '2026-07-01', '2026-09-30'],
    ['thisYear', '2026-01-01', '2026-12-31'],
    ['lastYear', '2025-01-01', '2025-12-31'],
    ['all', '', ''],
  ] as const)('%s is %s to %s', (period, from, to) => {
    expect(daysOfPeriod(period, '2026-11-27')).toEqual({ from, to });
  });

  it('look back over the end of a year', () => {
    expect(daysOfPeriod('lastMonth', '2026-01-15')).toEqual({ from: '2025-12-01', to: '2025-12-31' });
    expect(daysOfPeriod('lastQuarter', '2026-02-15')).toEqual({ from: '2025-10-01', to: '2025-12-31' });
  });

  it('are known again by their days', () => {
    for (const period of periods) expect(periodOfDays(daysOfPeriod(period, '2026-11-27'), '2026-11-27')).toBe(period);
    expect(periodOfDays({ from: '2026-11-02', to: '2026-11-03' }, '2026-11-27')).toBeUndefined();
  });
});
