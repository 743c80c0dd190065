import { checkCalendar, officeWeek } from '../../worktime/working-calendar.js';
import { holidayCountries, holidaysOf } from './holidays.js';

describe('the holidays of a country', () => {
  it('are the days off by law, named in its own language and in English', async () => {
    const lithuanian = (await holidaysOf('LT', 2027)) ?? [];
    expect(lithuanian).toContainEqual({
      date: '2027-02-16',
      name: { lt: 'Lietuvos valstybės atkūrimo diena', en: expect.stringMatching(/State of Lithuania/) },
    });
    expect(lithuanian.map(({ date }) => date)).toEqual(expect.arrayContaining(['2027-03-29', '2027-12-24']));
    const polish = ((await holidaysOf('PL', 2027)) ?? []).map(({ date }) => date);
    // Corpus Christi moves with Easter, and a day on which people only remember is none.
    expect(polish).toEqual(expect.arrayContaining(['2027-05-27', '2027-11-11']));
    expect(polish).not.toContain('2027-12-06');
  });

  it('are all the days of one that lasts for several', async () => {
    const russian = ((await holidaysOf('RU', 2027)) ?? []).map(({ date }) => date);
    expect(russian.slice(0, 8)).toEqual(Array.from({ length: 8 }, (_, index) => `2027-01-0${index + 1}`));
  });

  it.each(['LT', 'PL', 'RU', 'DE', 'US', 'JP'])('make a usable working calendar: %s', async (country) => {
    const exceptions = ((await holidaysOf(country, 2028)) ?? []).map((day) => ({ ...day, intervals: [] }));
    expect(exceptions.length).toBeGreaterThan(7);
    expect(checkCalendar({ key: 'x', timeZone: 'UTC', week: officeWeek, exceptions })).toHaveProperty('calendar');
  });

  it('are not known of a country that there is not', async () => {
    expect(await holidaysOf('XX', 2027)).toBeUndefined();
    expect(await holidaysOf('constructor', 2027)).toBeUndefined();
    expect(await holidayCountries()).toEqual(expect.arrayContaining(['LT', 'PL', 'RU']));
  });
});
