import { byDay, sayClock } from './by-day.ts';

const moment = { now: new Date('2027-03-03T09:00:00Z'), zone: 'Europe/Vilnius' };
const items = ['2027-03-03T07:00:00Z', '2027-03-02T22:30:00Z', '2027-03-02T10:00:00Z', '2027-02-20T10:00:00Z'].map(
  (createdAt) => ({ createdAt }),
);

it.each([
  ['en', ['Today', 'Yesterday', 'Sat 20 Feb']],
  ['ru', ['Сегодня', 'Вчера', 'Сб, 20 февр.']],
  ['pl', ['Dzisiaj', 'Wczoraj', 'Sob., 20 lut']],
])('names the days in %s', (language, names) => {
  const days = byDay(items, { ...moment, language });
  expect(days.map(({ name }) => name)).toEqual(names);
});

it("puts what happened after the reader's midnight under the new day", () => {
  const days = byDay(items, { ...moment, language: 'en' });
  expect(days.map((day) => day.items.length)).toEqual([2, 1, 1]);
});

it('says the time of day without a.m. and p.m.', () =>
  expect(sayClock(new Date('2027-03-02T22:05:00Z'), { language: 'en', zone: 'Europe/Vilnius' })).toBe('00:05'));
