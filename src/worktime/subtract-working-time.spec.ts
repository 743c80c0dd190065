import fc from 'fast-check';
import { addWorkingTime } from './due-date.js';
import { parseDueRule } from './due-rule.js';
import { subtractWorkingTime } from './subtract-working-time.js';
import { officeWeek, type WorkingCalendar } from './working-calendar.js';

const calendar: WorkingCalendar = {
  key: 'default',
  timeZone: 'Europe/Vilnius',
  week: officeWeek,
  exceptions: [{ date: '2026-12-25', intervals: [], name: 'Christmas' }],
};
const rule = (text: string) => {
  const parsed = parseDueRule(text);
  if ('problem' in parsed) throw new Error(parsed.problem.message);
  return parsed.rule;
};
const at = (iso: string) => Date.parse(iso);
const back = (end: string, text: string) => {
  const result = subtractWorkingTime(calendar, at(end), rule(text));
  if ('problem' in result) throw new Error(result.problem.message);
  return new Date(result.dueAt).toISOString();
};

describe('working time counted back', () => {
  it('stays in the working hours, over nights and weekends', () => {
    // Monday 11:00 by the wall clock; work begins at 9:00.
    expect(back('2026-11-23T09:00:00Z', '1 working hours')).toBe('2026-11-23T08:00:00.000Z');
    const friday = back('2026-11-23T09:00:00Z', '4 working hours');
    expect(friday.slice(0, 10)).toBe('2026-11-20');
  });

  it('is the latest moment from which the same time leads to the end or before', () => {
    const texts = fc.constantFrom(
      '1 working hours',
      '3.5 working hours',
      '8 working hours',
      '1 working days',
      '5 days',
      'PT90M',
    );
    const ends = fc.integer({ min: at('2026-01-10T00:00:00Z') / 1000, max: at('2027-06-01T00:00:00Z') / 1000 });
    fc.assert(
      fc.property(texts, ends, (text, seconds) => {
        const end = seconds * 1000;
        const start = subtractWorkingTime(calendar, end, rule(text));
        if ('problem' in start) throw new Error(start.problem.message);
        const forth = addWorkingTime(calendar, start.dueAt, rule(text));
        const later = addWorkingTime(calendar, start.dueAt + 1000, rule(text));
        expect('dueAt' in forth && forth.dueAt).toBeLessThanOrEqual(end);
        expect('dueAt' in later && later.dueAt).toBeGreaterThan(end);
      }),
    );
  });
});
