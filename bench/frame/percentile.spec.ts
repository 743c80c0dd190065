import fc from 'fast-check';
import { measured } from './measured.js';
import { percentile } from './percentile.js';

describe('percentile', () => {
  it.each([
    [[7], 0.5, 7],
    [[1, 2], 0.5, 1],
    [[1, 2, 3], 0.5, 2],
    [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.95, 10],
    [Array.from({ length: 100 }, (_, index) => index + 1), 0.95, 95],
    [[3, 4], 0, 3],
    [[3, 4], 1, 4],
  ])('takes the nearest rank of %j at %d', (sorted, share, expected) => {
    expect(percentile(sorted, share)).toBe(expected);
  });

  it('refuses no measurements and shares that are none', () => {
    expect(() => percentile([], 0.5)).toThrow(RangeError);
    expect(() => percentile([1], 1.5)).toThrow(RangeError);
    expect(() => percentile([1], Number.NaN)).toThrow(RangeError);
  });

  it('has at least its share at or below it, and less than its share below it', () => {
    const numbers = fc.array(fc.integer(), { minLength: 1, maxLength: 200 });
    const shares = fc.double({ min: 0.01, max: 1, noNaN: true });
    fc.assert(
      fc.property(numbers, shares, (values, share) => {
        const sorted = values.toSorted((a, b) => a - b);
        const found = percentile(sorted, share);
        const atOrBelow = sorted.filter((value) => value <= found).length;
        const below = sorted.filter((value) => value < found).length;
        expect(atOrBelow / sorted.length).toBeGreaterThanOrEqual(share - 1e-12);
        expect(below / sorted.length).toBeLessThan(share);
      }),
    );
  });
});

describe('measured', () => {
  it('sorts by number and counts what was done in the time', () => {
    expect(measured([10, 9, 100, 2], 2000)).toEqual({ throughput: 2, p50ms: 9, p95ms: 100 });
  });
});
