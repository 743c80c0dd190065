import fc from 'fast-check';
import { localDayOf, offsetMinutes } from '../../worktime/local-time.js';
import { officeWeek, type WorkingCalendar } from '../../worktime/working-calendar.js';
import { compileCalendar } from '../../worktime/working-days.js';
import { afterQuiet, nextDigest, type Clockwork } from './sending-time.js';
import type { QuietHours } from './settings.js';

const calendar: WorkingCalendar = {
  key: 'default',
  timeZone: 'Europe/Vilnius',
  week: officeWeek,
  exceptions: [{ date: '2026-12-25', intervals: [] }],
};
const at = (iso: string) => Date.parse(iso);
const clockwork = (quietHours: QuietHours | null, timeZone: string | null = null): Clockwork => ({
  settings: { quietHours, digestAt: '08:00', timeZone },
  calendar,
});
const nights: QuietHours = { from: '20:00', to: '07:00', daysOff: true };
const after = (quiet: QuietHours | null, iso: string, timeZone?: string) =>
  new Date(afterQuiet(clockwork(quiet, timeZone), at(iso))).toISOString();

describe('after quiet hours', () => {
  // Vilnius is two hours ahead of UTC in winter and three in summer.
  it.each([
    ['by day nothing waits', nights, '2026-12-02T10:00:00Z', '2026-12-02T10:00:00.000Z'],
    ['in the evening until the morning', nights, '2026-12-02T18:00:00Z', '2026-12-03T05:00:00.000Z'],
    ['after midnight until the same morning', nights, '2026-12-03T03:00:00Z', '2026-12-03T05:00:00.000Z'],
    ['the last quiet minute', nights, '2026-12-03T04:59:59.999Z', '2026-12-03T05:00:00.000Z'],
    ['the first loud one', nights, '2026-12-03T05:00:00Z', '2026-12-03T05:00:00.000Z'],
    ['on Friday evening until Monday', nights, '2026-12-04T19:00:00Z', '2026-12-07T05:00:00.000Z'],
    ['over a holiday and the weekend after it', nights, '2026-12-24T19:00:00Z', '2026-12-28T05:00:00.000Z'],
    [
      'at noon on Saturday when days off are wanted',
      { ...nights, daysOff: false },
      '2026-12-05T10:00:00Z',
      '2026-12-05T10:00:00.000Z',
    ],
    [
      'at noon by their own wish',
      { from: '12:00', to: '13:30', daysOff: false },
      '2026-12-02T10:15:00Z',
      '2026-12-02T11:30:00.000Z',
    ],
    [
      'no time at all',
      { from: '09:00', to: '09:00', daysOff: false },
      '2026-12-02T10:15:00Z',
      '2026-12-02T10:15:00.000Z',
    ],
    [
      'in the night in which the clock goes forward',
      { ...nights, daysOff: false },
      '2026-03-28T20:00:00Z',
      '2026-03-29T04:00:00.000Z',
    ],
    [
      'in the hour that comes twice, the second time',
      { from: '03:15', to: '03:45', daysOff: false },
      '2026-10-25T01:20:00Z',
      '2026-10-25T01:45:00.000Z',
    ],
  ])('%s', (_what, quiet, iso, expected) => {
    expect(after(quiet, iso)).toBe(expected);
  });

  it('goes by the clock of the person', () => {
    expect(after(nights, '2026-12-02T10:00:00Z', 'America/Los_Angeles')).toBe('2026-12-02T15:00:00.000Z');
    expect(after(null, '2026-12-02T22:00:00Z')).toBe('2026-12-02T22:00:00.000Z');
  });

  it('never goes back, is never in a quiet time, and is the first such moment', () => {
    const clock = fc
      .integer({ min: 0, max: 1439 })
      .map((m) => `${String(Math.floor(m / 60)).padStart(2, '0')}:${String(m % 60).padStart(2, '0')}`);
    const quiet = fc.record({ from: clock, to: clock, daysOff: fc.boolean() });
    const zone = fc.constantFrom('Europe/Vilnius', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Auckland', 'UTC');
    const moment = fc.integer({ min: at('2026-01-01T00:00:00Z'), max: at('2027-12-31T00:00:00Z') });
    fc.assert(
      fc.property(quiet, zone, moment, (hours, timeZone, ms) => {
        const works = clockwork(hours, timeZone);
        const found = afterQuiet(works, ms);
        expect(found).toBeGreaterThanOrEqual(ms);
        expect(isQuiet(hours, timeZone, found)).toBe(false);
        expect(afterQuiet(works, found)).toBe(found);
        if (found > ms) expect(isQuiet(hours, timeZone, found - 1)).toBe(true);
        if (found > ms) expect(isQuiet(hours, timeZone, ms)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('does not hold anything back for ever in an organisation that never works', () => {
    const never = { ...calendar, week: { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] } };
    const moment = at('2026-12-02T10:00:00Z');
    expect(afterQuiet({ ...clockwork(nights), calendar: never }, moment)).toBe(moment);
    expect(nextDigest({ ...clockwork(nights), calendar: never }, moment)).toBe(at('2026-12-03T06:00:00Z'));
  });
});

describe('the daily letter', () => {
  it.each([
    ['this morning', '2026-12-02T05:59:59Z', '2026-12-02T06:00:00.000Z'],
    ['tomorrow', '2026-12-02T06:00:00Z', '2026-12-03T06:00:00.000Z'],
    ['on Monday', '2026-12-04T12:00:00Z', '2026-12-07T06:00:00.000Z'],
  ])('is due %s', (_what, iso, expected) => {
    expect(new Date(nextDigest(clockwork(nights), at(iso))).toISOString()).toBe(expected);
  });
});

/** Said again in another way than the program says it. */
function isQuiet({ from, to, daysOff }: QuietHours, timeZone: string, ms: number): boolean {
  if (daysOff && compileCalendar(calendar).day(localDayOf(timeZone, ms)).stretches.length === 0) return true;
  const wall = new Date(ms + offsetMinutes(timeZone, ms) * 60_000).toISOString().slice(11, 16);
  if (from === to) return false;
  return from < to ? from <= wall && wall < to : wall >= from || wall < to;
}
