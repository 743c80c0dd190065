import { daysAway, sayAgo, sayDay, sayMoney, saySize, sayWhen } from './format.ts';

const now = new Date('2026-12-01T10:00:00Z');
const moment = (language: string) => ({ now, language, zone: 'Europe/Vilnius' });
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

describe('how people say when', () => {
  it.each([
    ['en', '2026-12-01T12:00:00Z', 'today 14:00'],
    ['ru', '2026-12-02T07:30:00Z', 'завтра 09:30'],
    ['pl', '2026-11-30T07:30:00Z', 'wczoraj 09:30'],
    ['lt', '2026-12-01T12:00:00Z', 'šiandien 14:00'],
  ])('names near days: %s %s', (language, at, said) => {
    expect(plain(sayWhen(new Date(at), moment(language)))).toBe(said);
  });

  it('leaves the year out where it is plain', () => {
    expect(sayDay(new Date('2026-12-04T10:00:00Z'), moment('en'))).toBe('Fri 4 Dec');
    expect(plain(sayDay(new Date('2027-12-04T10:00:00Z'), moment('pl')))).toBe('4 gru 2027');
  });

  it('counts days by the calendar of the zone, not by hours', () => {
    // 23:30 and 00:30 in Vilnius.
    expect(
      daysAway(new Date('2026-12-01T22:30:00Z'), { now: new Date('2026-12-01T21:30:00Z'), zone: 'Europe/Vilnius' }),
    ).toBe(1);
    expect(daysAway(new Date('2026-12-01T22:30:00Z'), { now: new Date('2026-12-01T21:30:00Z'), zone: 'UTC' })).toBe(0);
  });

  it('says how long ago in the largest unit that fits', () => {
    expect(sayAgo(new Date('2026-12-01T09:55:00Z'), moment('en'))).toBe('5 min. ago');
    expect(sayAgo(new Date('2026-11-28T09:55:00Z'), moment('en'))).toBe('3 days ago');
  });
});

describe('numbers', () => {
  it('keeps every digit of an amount', () => {
    const amount = '12345678901234567.89';
    expect(plain(sayMoney({ amount, currency: 'EUR' }, 'lt'))).toBe('12 345 678 901 234 567,89 €');
    expect(plain(sayMoney({ amount: '-0.10', currency: 'PLN' }, 'pl'))).toBe('-0,10 zł');
  });

  it('says sizes shortly', () => {
    expect(plain(saySize(3_400_000, 'en'))).toBe('3.4 MB');
    expect(plain(saySize(41, 'en'))).toBe('41 bytes');
    expect(plain(saySize(41, 'pl'))).toBe('41 bajtów');
  });
});
