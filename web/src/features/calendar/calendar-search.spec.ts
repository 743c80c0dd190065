import { addDays, rangeOf, readCalendarSearch, stepped } from './calendar-search.ts';

describe('what the calendar shows', () => {
  it.each([
    ['month', '2026-12-15', '2026-11-30', '2027-01-11'],
    ['month', '2026-06-01', '2026-06-01', '2026-07-13'],
    ['week', '2026-12-06', '2026-11-30', '2026-12-07'],
    ['week', '2026-11-30', '2026-11-30', '2026-12-07'],
    ['day', '2026-12-31', '2026-12-31', '2027-01-01'],
    ['agenda', '2026-12-25', '2026-12-25', '2027-01-08'],
  ] as const)('%s of %s: from %s to %s', (view, day, from, to) => {
    expect(rangeOf(view, day)).toEqual({ from, to });
  });

  it.each([
    ['month', '2026-01-31', 1, '2026-02-01'],
    ['month', '2026-01-31', -1, '2025-12-01'],
    ['week', '2026-12-30', 1, '2027-01-06'],
    ['day', '2026-03-01', -1, '2026-02-28'],
    ['agenda', '2026-12-25', 1, '2027-01-08'],
  ] as const)('%s of %s, one step of %d further: %s', (view, day, step, expected) => {
    expect(stepped(view, day, step)).toBe(expected);
  });

  it('is not confused by the change of the clock', () => expect(addDays('2026-10-24', 2)).toBe('2026-10-26'));

  it('is what the address says, without what means nothing', () => {
    expect(readCalendarSearch({ view: 'week', date: '2026-12-24', who: 'team', more: 1 })).toEqual({
      ...{ view: 'week', date: '2026-12-24', who: 'team' },
    });
    expect(readCalendarSearch({ view: 'year', date: '2026-13-40', who: 'all' })).toEqual({});
  });
});
