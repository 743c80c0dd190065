import fc from 'fast-check';
import { checkPattern, formatNumber, periodKey } from './number-pattern.js';

const date = '2026-03-09';

describe('registration numbers', () => {
  it.each([
    ['R-{year}-{counter:5}', 'R-2026-00042'],
    ['{counter}', '42'],
    ['{yy}{month}{day}/{counter:1}', '260309/42'],
    ['{unit}-{counter:3}', 'SAL-042'],
  ])('%s', (pattern, expected) => expect(formatNumber(pattern, { counter: 42, date, unit: 'SAL' })).toBe(expected));

  it('never cuts a counter', () => {
    expect(formatNumber('{counter:2}', { counter: 12_345, date })).toBe('12345');
  });

  it('names the period', () => {
    expect([periodKey('year', date), periodKey('month', date), periodKey('never', date)]).toEqual([
      '2026',
      '2026-03',
      '-',
    ]);
  });

  it.each([
    ['R-{year}', 'year', 'must contain {counter}'],
    ['R-{counter}', 'year', 'must contain {year}'],
    ['R-{year}-{counter}', 'month', 'must contain {month}'],
    ['R-{week}-{counter}', 'never', 'unknown hole {week}'],
    ['R-{year:4}-{counter}', 'year', 'width to {counter} only'],
    ['R-{counter:99}', 'never', 'width to {counter} only'],
    ['R-{counter', 'never', 'without its partner'],
    ['R-{}-{counter}', 'never', 'empty hole'],
  ] as const)('refuses %s by %s', (pattern, period, message) => {
    expect(checkPattern(pattern, period)).toContain(message);
  });

  it('gives different numbers for different counts of a period', () => {
    const patterns = fc.constantFrom('R-{year}-{counter:5}', '{counter}/{yy}', '{month}.{year}.{counter:3}');
    const count = fc.integer({ min: 1, max: 1e9 });
    fc.assert(
      fc.property(patterns, count, count, (pattern, first, second) => {
        expect(checkPattern(pattern, 'year')).toBeUndefined();
        const same =
          formatNumber(pattern, { counter: first, date }) === formatNumber(pattern, { counter: second, date });
        return same === (first === second);
      }),
    );
  });
});
