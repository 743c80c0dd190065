import { conditionOf, daysOf } from './dimension.js';

describe('what was counted under a value', () => {
  it.each([
    ['2026', ['2026-01-01', '2026-12-31']],
    ['2026-Q1', ['2026-01-01', '2026-03-31']],
    ['2024-Q4', ['2024-10-01', '2024-12-31']],
    ['2024-02', ['2024-02-01', '2024-02-29']],
    ['2026-12-24', ['2026-12-24', '2026-12-24']],
  ])('in %s lies between %j', (period, days) => {
    expect(daysOf(period)).toEqual(days);
    expect(conditionOf({ key: 'signedAt', kind: 'date' }, period)).toEqual({
      ...{ field: 'signedAt', op: 'between', value: days },
    });
  });

  it('is asked for by the value, or by its absence', () => {
    expect(conditionOf({ key: 'industry', kind: 'text' }, 'Food')).toEqual({
      field: 'industry',
      op: 'eq',
      value: 'Food',
    });
    expect(conditionOf({ key: 'urgent', kind: 'boolean' }, 'true')).toEqual({ field: 'urgent', op: 'eq', value: true });
    expect(conditionOf({ key: 'industry', kind: 'text' }, null)).toEqual({
      field: 'industry',
      op: 'empty',
      value: true,
    });
  });
});
