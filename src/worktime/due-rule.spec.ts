import { parseDueRule } from './due-rule.js';
import { checkCalendar, officeWeek } from './working-calendar.js';

describe('due rules', () => {
  it.each([
    ['8 working hours', { kind: 'working-hours', minutes: 480 }],
    [' 0.25  Working Hour ', { kind: 'working-hours', minutes: 15 }],
    ['2 working days', { kind: 'working-days', days: 2 }],
    ['1 day', { kind: 'days', days: 1 }],
    ['PT8H', { kind: 'duration', iso: 'PT8H' }],
    ['P1DT12H', { kind: 'duration', iso: 'P1DT12H' }],
    ['2026-12-24', { kind: 'date', date: '2026-12-24' }],
    ['2026-12-24 15:00', { kind: 'moment', iso: '2026-12-24T15:00' }],
    ['2026-12-24T15:00+02:00', { kind: 'moment', iso: '2026-12-24T15:00+02:00' }],
  ])('reads %s', (text, rule) => expect(parseDueRule(text)).toEqual({ rule }));

  it.each([
    ...['', 'soon', '0 working days', '1.5 working days', '-1 days', '8 hours', 'P', 'PT', 'PT0S', 'P0D'],
    ...['2026-02-30', '2026-12-24T25:00', '999999999 working hours', '8 working hours or so', 'x'.repeat(100_000)],
  ])('refuses %s', (text) => {
    const result = parseDueRule(text);
    expect(result).toMatchObject({ problem: { code: 'due-rule' } });
    if ('problem' in result) expect(result.problem.message).toContain('Expected "8 working hours"');
  });
});

describe('working calendars from outside', () => {
  it('accepts a good one and keeps only what it knows', () => {
    const good = { key: 'office', timeZone: 'Europe/Vilnius', week: officeWeek, exceptions: [], colour: 'red' };
    const { colour, ...known } = good;
    expect(checkCalendar(good)).toEqual({ calendar: known });
    expect(colour).toBe('red');
  });

  it('names every fault with its place', () => {
    const result = checkCalendar({
      key: 'Office!',
      timeZone: 'Mars/Base',
      week: { mon: [{ from: '10:00', to: '09:00' }], tue: 'all day', funday: [] },
      exceptions: [
        { date: '2026-02-30', intervals: [] },
        { date: '2026-12-25', intervals: [], name: 5 },
        {
          date: '2026-12-25',
          intervals: [
            { from: '09:00', to: '12:00' },
            { from: '11:00', to: '13:00' },
          ],
        },
      ],
    });
    expect('problems' in result ? result.problems.map((problem) => problem.path) : []).toEqual([
      ...['key', 'timeZone', 'week.funday', 'week.mon[0]', 'week.tue'],
      ...['exceptions[0].date', 'exceptions[1].name', 'exceptions[2].date', 'exceptions[2].intervals[1]'],
    ]);
    expect(checkCalendar(null)).toMatchObject({ problems: [{ code: 'object' }] });
  });
});
