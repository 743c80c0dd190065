import fc from 'fast-check';
import { DateTime } from 'luxon';
import { addWorkingTime, workingTimeBetween } from './due-date.js';
import { parseDueRule } from './due-rule.js';
import { explainDue } from './explain-due.js';
import type { WorkingCalendar } from './working-calendar.js';
import { officeWeek } from './working-calendar.js';
import { compileCalendar } from './working-days.js';
import { localDayOf } from './local-time.js';

const nine = [{ from: '09:00', to: '18:00' }];
const office: WorkingCalendar = {
  key: 'office',
  timeZone: 'Europe/Vilnius',
  week: { mon: nine, tue: nine, wed: nine, thu: nine, fri: nine, sat: [], sun: [] },
  exceptions: [
    { date: '2026-12-24', intervals: [{ from: '09:00', to: '13:00' }], name: { en: 'Christmas Eve', lt: 'Kūčios' } },
    { date: '2026-12-25', intervals: [], name: { en: 'Christmas', ru: 'Рождество' } },
    { date: '2026-11-28', intervals: nine, name: 'Moved day' },
  ],
};
const lunch: WorkingCalendar = { key: 'lunch', timeZone: 'Europe/Warsaw', week: officeWeek, exceptions: [] };
const night: WorkingCalendar = {
  key: 'night',
  timeZone: 'Europe/Vilnius',
  week: Object.fromEntries(
    ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((day) => [
      day,
      [
        { from: '00:00', to: '06:00' },
        { from: '22:00', to: '24:00' },
      ],
    ]),
  ) as unknown as WorkingCalendar['week'],
  exceptions: [],
};
const never: WorkingCalendar = {
  key: 'never',
  timeZone: 'UTC',
  week: { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] },
  exceptions: [],
};

const at = (calendar: WorkingCalendar, text: string) => DateTime.fromISO(text, { zone: calendar.timeZone }).toMillis();
const shown = (calendar: WorkingCalendar, ms: number) =>
  DateTime.fromMillis(ms, { zone: calendar.timeZone }).toFormat("yyyy-MM-dd'T'HH:mm");

function due(calendar: WorkingCalendar, start: string, text: string) {
  const parsed = parseDueRule(text);
  if ('problem' in parsed) throw new Error(parsed.problem.message);
  const result = addWorkingTime(calendar, at(calendar, start), parsed.rule);
  if ('problem' in result) throw new Error(`${result.problem.code}: ${result.problem.message}`);
  return result;
}

describe('due dates', () => {
  it.each([
    [office, '2026-11-20T16:00', '8 working hours', '2026-11-23T15:00'],
    [office, '2026-11-20T16:00', '2 working hours', '2026-11-20T18:00'],
    [office, '2026-11-20T20:00', '1 working hour', '2026-11-23T10:00'],
    [office, '2026-11-21T12:00', '4 working hours', '2026-11-23T13:00'],
    [office, '2026-11-20T07:00', '1.5 working hours', '2026-11-20T10:30'],
    [office, '2026-11-27T17:00', '2 working hours', '2026-11-28T10:00'],
    [office, '2026-12-24T12:00', '2 working hours', '2026-12-28T10:00'],
    [office, '2026-11-20T16:00', '2 working days', '2026-11-24T18:00'],
    [office, '2026-11-21T03:00', '1 working day', '2026-11-23T18:00'],
    [office, '2026-12-23T17:59', '1 working day', '2026-12-24T13:00'],
    [office, '2026-12-23T17:59', '2 working days', '2026-12-28T18:00'],
    [office, '2026-11-20T16:00', '3 days', '2026-11-23T18:00'],
    [office, '2026-11-16T16:00', '6 days', '2026-11-23T18:00'],
    [office, '2026-11-20T16:00', 'PT8H', '2026-11-21T00:00'],
    [office, '2026-11-20T16:00', 'P2D', '2026-11-22T16:00'],
    [office, '2026-11-20T16:00', '2026-12-24', '2026-12-24T13:00'],
    [office, '2026-11-20T16:00', '2026-12-05', '2026-12-06T00:00'],
    [office, '2026-11-20T16:00', '2026-12-05T08:30', '2026-12-05T08:30'],
    [office, '2026-11-20T16:00', '2026-12-05T08:30Z', '2026-12-05T10:30'],
    [lunch, '2026-11-20T12:30', '1 working hour', '2026-11-20T14:30'],
    [lunch, '2026-11-20T13:30', '4 working hours', '2026-11-20T18:00'],
  ])('%#: from %s', (calendar, start, rule, expected) => {
    expect(shown(calendar, due(calendar, start, rule).dueAt)).toBe(expected);
  });

  it('counts real hours over a change of the clocks', () => {
    // 2026-03-29 03:00 -> 04:00: the night shift 00:00-06:00 has five hours; 2026-10-25 04:00 -> 03:00: seven.
    expect(shown(night, due(night, '2026-03-29T00:00', '5 working hours').dueAt)).toBe('2026-03-29T06:00');
    expect(shown(night, due(night, '2026-03-29T00:00', '6 working hours').dueAt)).toBe('2026-03-29T23:00');
    expect(shown(night, due(night, '2026-10-25T00:00', '7 working hours').dueAt)).toBe('2026-10-25T06:00');
    expect(shown(office, due(office, '2026-03-27T17:00', 'P3D').dueAt)).toBe('2026-03-30T17:00');
    expect(due(office, '2026-03-28T17:00', 'PT24H').dueAt - at(office, '2026-03-28T17:00')).toBe(86_400_000);
  });

  it('says that a calendar never works instead of searching on', () => {
    for (const text of ['1 working hour', '3 working days', '3 days'])
      expect(addWorkingTime(never, 0, (parseDueRule(text) as { rule: never }).rule)).toMatchObject({
        problem: { code: 'never-works' },
      });
    expect(addWorkingTime(office, 0, { kind: 'working-days', days: 99_999 })).toMatchObject({
      problem: { code: 'beyond-horizon' },
    });
    expect(addWorkingTime(office, Number.NaN, { kind: 'days', days: 1 })).toMatchObject({
      problem: { code: 'moment' },
    });
    expect(addWorkingTime(office, 0, { kind: 'duration', iso: 'P999999Y' })).toMatchObject({
      problem: { code: 'beyond-horizon' },
    });
  });

  it('shows how it came about', () => {
    const result = due(office, '2026-11-20T16:00', '12 working hours');
    expect(explainDue(result.because, 'en')).toBe(
      '12 working hours from Fri 20 Nov 16:00; Sat 21 Nov – Sun 22 Nov not working; due Tue 24 Nov 10:00',
    );
    expect(explainDue(result.because, 'ru')).toBe(
      '12 рабочих часов, считая с пт 20 нояб. 16:00; сб 21 нояб. – вс 22 нояб.: не работаем; срок вт 24 нояб. 10:00',
    );
    expect(explainDue(result.because, 'pl')).toBe(
      '12 godzin roboczych od pt. 20 lis 16:00; sob. 21 lis – niedz. 22 lis: wolne; termin wt. 24 lis 10:00',
    );
    expect(explainDue(result.because, 'lt')).toBe(
      '12 darbo valandų nuo pn. lapkr. 20 d. 16:00; št. lapkr. 21 d. – sk. lapkr. 22 d. nedirbama; terminas an. lapkr. 24 d. 10:00',
    );
  });

  it('names holidays, other hours, a start outside of work and another year', () => {
    expect(explainDue(due(office, '2026-12-23T20:00', '2 working days').because, 'en')).toBe(
      '2 working days from Wed 23 Dec 20:00; Thu 24 Dec (Christmas Eve) with other hours; ' +
        'Fri 25 Dec (Christmas) not working; Sat 26 Dec – Sun 27 Dec not working; due Mon 28 Dec 18:00',
    );
    expect(explainDue(due(office, '2026-12-31T20:00', '1 working hour').because, 'en')).toBe(
      '1 working hour from Thu 31 Dec 20:00; counted from Fri 1 Jan 2027 09:00, when work begins; due Fri 1 Jan 2027 10:00',
    );
    expect(explainDue(due(office, '2026-11-20T16:00', '2026-12-05').because, 'en')).toBe(
      'set for 2026-12-05; due Sat 5 Dec 24:00',
    );
    expect(explainDue(due(office, '2026-11-20T16:00', '400 working days').because, 'en')).toContain('more such days');
    expect(explainDue([], 'en')).toBe('');
  });

  it.each([
    ['en', 'extended until Mon 7 Dec 18:00 by Ada: The bank is closed'],
    ['ru', 'продлено до пн 7 дек. 18:00, продлил(а) Ada: The bank is closed'],
    ['pl', 'przedłużono do pon. 7 gru 18:00 (Ada): The bank is closed'],
    ['lt', 'pratęsta iki pr. gruod. 7 d. 18:00 (Ada): The bank is closed'],
  ] as const)('tells in %s who gave more time, and why', (language, text) => {
    const given = {
      step: 'extended',
      at: at(office, '2026-12-07T18:00'),
      by: 'Ada',
      reason: 'The bank is closed',
      timeZone: office.timeZone,
    } as const;
    expect(explainDue([given], language)).toBe(text);
    const before = due(office, '2026-11-20T16:00', '2026-12-05').because;
    expect(explainDue([...before, given], language)).toBe(`${explainDue(before, language)}; ${text}`);
  });
});

describe('working time between two moments', () => {
  it.each([
    ['2026-11-20T16:00', '2026-11-23T15:00', 8],
    ['2026-11-23T15:00', '2026-11-20T16:00', -8],
    ['2026-11-21T00:00', '2026-11-22T23:00', 0],
    ['2026-12-24T08:00', '2026-12-28T10:00', 5],
  ])('%s to %s is %d h', (from, to, hours) => {
    expect(workingTimeBetween(office, at(office, from), at(office, to))).toEqual({ workingMs: hours * 3_600_000 });
  });

  it('refuses a span without bounds', () => {
    expect(workingTimeBetween(office, 0, 1e15)).toMatchObject({ problem: { code: 'moment' } });
  });
});

describe('invariants over random calendars', () => {
  const clock = fc
    .uniqueArray(fc.integer({ min: 0, max: 96 }), { minLength: 0, maxLength: 6 })
    .map((quarters) => quarters.sort((a, b) => a - b))
    .map((marks) => marks.slice(0, marks.length - (marks.length % 2)))
    .map((marks) => {
      const text = (q: number) =>
        `${String(Math.floor(q / 4)).padStart(2, '0')}:${String((q % 4) * 15).padStart(2, '0')}`;
      const intervals = [];
      for (let i = 0; i + 1 < marks.length; i += 2)
        intervals.push({ from: text(marks[i] ?? 0), to: text(marks[i + 1] ?? 0) });
      return intervals;
    });
  const calendars: fc.Arbitrary<WorkingCalendar> = fc.record({
    key: fc.constant('any'),
    timeZone: fc.constantFrom('Europe/Vilnius', 'Europe/Warsaw', 'Europe/Moscow', 'America/New_York', 'Asia/Kathmandu'),
    week: fc.record({ mon: clock, tue: clock, wed: clock, thu: clock, fri: clock, sat: clock, sun: clock }),
    exceptions: fc.uniqueArray(
      fc.record({
        date: fc.integer({ min: 1, max: 28 }).map((day) => `2026-10-${String(day).padStart(2, '0')}`),
        intervals: clock,
      }),
      { selector: (exception) => exception.date, maxLength: 4 },
    ),
  });
  const start = fc.integer({ min: Date.UTC(2026, 2, 20), max: Date.UTC(2026, 10, 10) });
  const minutes = fc.integer({ min: 1, max: 6000 });

  it('ends inside working time, keeps to what was asked, and can be split', () => {
    fc.assert(
      fc.property(calendars, start, minutes, minutes, (calendar, from, first, second) => {
        const once = addWorkingTime(calendar, from, { kind: 'working-hours', minutes: first + second });
        const half = addWorkingTime(calendar, from, { kind: 'working-hours', minutes: first });
        if ('problem' in once || 'problem' in half) return 'problem' in once;
        const whole = addWorkingTime(calendar, half.dueAt, { kind: 'working-hours', minutes: second });
        const stretches = compileCalendar(calendar).day(localDayOf(calendar.timeZone, once.dueAt - 1)).stretches;
        return (
          'dueAt' in whole &&
          whole.dueAt === once.dueAt &&
          half.dueAt < once.dueAt &&
          stretches.some((stretch) => stretch.start < once.dueAt && once.dueAt <= stretch.end) &&
          JSON.stringify(workingTimeBetween(calendar, from, once.dueAt)) ===
            JSON.stringify({ workingMs: (first + second) * 60_000 })
        );
      }),
      { numRuns: 60 },
    );
  });

  it('never comes earlier for a later start', () => {
    const rules = fc.oneof(
      minutes.map((count) => ({ kind: 'working-hours' as const, minutes: count })),
      fc.integer({ min: 1, max: 20 }).map((days) => ({ kind: 'working-days' as const, days })),
      fc.integer({ min: 1, max: 20 }).map((days) => ({ kind: 'days' as const, days })),
    );
    fc.assert(
      fc.property(calendars, start, fc.integer({ min: 0, max: 500_000_000 }), rules, (calendar, from, later, rule) => {
        const early = addWorkingTime(calendar, from, rule);
        const late = addWorkingTime(calendar, from + later, rule);
        if ('problem' in early || 'problem' in late) return true;
        return early.dueAt <= late.dueAt && early.dueAt > from && explainDue(early.because, 'lt') !== '';
      }),
      { numRuns: 60 },
    );
  });
});
