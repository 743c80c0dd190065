import fc from 'fast-check';
import { DateTime, IANAZone } from 'luxon';
import { dateOfDay, dayMs, dayOfDate, offsetMinutes } from './local-time.js';

describe('days and dates', () => {
  it('are those of the civil calendar', () => {
    fc.assert(
      fc.property(fc.integer({ min: -200_000, max: 2_900_000 }), (day) => {
        const date = DateTime.fromMillis(day * dayMs, { zone: 'utc' }).toFormat('yyyy-MM-dd');
        expect(dateOfDay(day)).toBe(date);
        expect(dayOfDate(date)).toBe(day);
      }),
    );
  });

  test.each(['2026-02-29', '2026-02-30', '2026-04-31', '2026-13-01', '2026-00-10', '2026-1-01', '', 'tomorrow'])(
    '"%s" is none',
    (date) => expect(dayOfDate(date)).toBeUndefined(),
  );
});

describe('the offset of a zone', () => {
  const zones = ['Europe/Vilnius', 'America/St_Johns', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'Africa/Monrovia'];

  it('is that of the instant, however often instants near it were asked for', () => {
    // 2006: in St. John's clocks changed a minute after midnight.
    const changes = [DateTime.fromISO('2006-10-29T02:31:00Z'), DateTime.fromISO('2026-10-25T01:00:00Z')];
    const near = fc
      .tuple(fc.constantFrom(...changes), fc.integer({ min: -120_000, max: 120_000 }))
      .map(([change, by]) => change.toMillis() + by);
    const anywhere = fc.integer({ min: -3_000_000_000_000, max: 3_000_000_000_000 });
    fc.assert(
      fc.property(fc.constantFrom(...zones), fc.oneof(near, anywhere), (zone, ms) => {
        expect(offsetMinutes(zone, ms)).toBe(IANAZone.create(zone).offset(ms));
      }),
      { numRuns: 500 },
    );
  });
});
