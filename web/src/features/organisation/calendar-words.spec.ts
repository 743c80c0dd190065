import { hoursText, readHours, weekdayName, withDays } from './calendar-words.ts';

describe('working hours as they are written', () => {
  it.each<[string, string | undefined]>([
    ['09:00–13:00, 14:00–18:00', '09:00–13:00, 14:00–18:00'],
    ['9-18', '09:00–18:00'],
    ['9:30 — 12; 13-17', '09:30–12:00, 13:00–17:00'],
    ['', ''],
    ['nine to five', undefined],
    ['9-', undefined],
    ['9-18, x', undefined],
  ])('%s', (text, expected) => {
    const read = readHours(text);
    expect(read && hoursText(read)).toBe(expected);
  });
});

it('puts the holidays of a country among the own days, which stay', () => {
  const own = [{ date: '2027-01-01', name: 'Open on New Year' }];
  const holidays = [
    { date: '2027-02-16', name: 'B' },
    { date: '2027-01-01', name: 'A' },
  ];
  expect(withDays(own, holidays)).toEqual([own[0], holidays[0]]);
});

it('names the days of a week in the language', () => {
  expect(weekdayName('mon', 'en')).toBe('Mon');
  expect(weekdayName('sun', 'pl')).toBe('niedz.');
});
