import Big from 'big.js';
import fc from 'fast-check';
import { languages, type Language } from '../../../platform/languages.js';
import { formatDate, formatShortDate } from './date.js';
import { lineTotal } from './line-total.js';
import { formatMoney, moneyHelper } from './money.js';
import { formatDecimal } from './number.js';
import { sumOf } from './sum.js';

const call = (language: Language, args: unknown[], named: Record<string, unknown> = {}) => ({
  language,
  timeZone: 'UTC',
  texts: {},
  args,
  named,
});

describe('money', () => {
  it.each([
    ['ru', '1234567.5', '1\u00a0234\u00a0567,50\u00a0EUR'],
    ['pl', '1234.5', '1\u00a0234,50\u00a0EUR'],
    ['lt', '-1234567.5', '\u22121\u00a0234\u00a0567,50\u00a0EUR'],
    ['en', '1234567.5', '1,234,567.50\u00a0EUR'],
    ['en', '999', '999.00\u00a0EUR'],
    ['ru', '0', '0,00\u00a0EUR'],
    ['en', '-0.001', '0.00\u00a0EUR'],
    ['en', '1.005', '1.01\u00a0EUR'],
    ['en', '999999999999999999.99', '999,999,999,999,999,999.99\u00a0EUR'],
  ] as const)('%s %s', (language, amount, expected) => {
    expect(formatMoney({ amount, currency: 'EUR' }, language)).toBe(expected);
  });

  it('shows bare figures, and every digit of an exact price', () => {
    const price = { amount: '1.2345', currency: 'EUR' };
    expect(moneyHelper(call('ru', [price], { bare: true }))).toBe('1,23');
    expect(moneyHelper(call('ru', [price], { bare: true, exact: true }))).toBe('1,2345');
    expect(moneyHelper(call('en', ['12.5', 'EUR'], { exact: true }))).toBe('12.50\u00a0EUR');
    expect(moneyHelper(call('en', [null]))).toBe('');
  });

  it('refuses floats with an exponent, texts and lists', () => {
    for (const amount of ['1,5', '', 'NaN', 1e21, [], {}]) {
      expect(() => formatMoney({ amount, currency: 'EUR' }, 'en')).toThrow('expected a decimal');
    }
    expect(() => formatMoney({ amount: '1', currency: 'euro' }, 'en')).toThrow('expected money');
  });
});

describe('decimals', () => {
  it('loses no digit: what is printed reads back as the same number', () => {
    const decimal = fc
      .tuple(fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n }), fc.integer({ min: 0, max: 6 }))
      .map(([digits, places]) => new Big(digits.toString()).div(new Big(10).pow(places)));
    fc.assert(
      fc.property(decimal, fc.constantFrom(...languages), (value, language) => {
        const printed = formatDecimal(value, language);
        const back =
          language === 'en' ? printed.replaceAll(',', '') : printed.replaceAll('\u00a0', '').replace(',', '.');
        expect(new Big(back.replace('\u2212', '-')).eq(value)).toBe(true);
      }),
    );
  });

  it('sums exactly and keeps to one currency', () => {
    const eur = (amount: string) => ({ amount: { amount, currency: 'EUR' } });
    expect(sumOf([eur('0.10'), eur('0.20'), { amount: null }], 'amount')).toEqual({ amount: '0.3', currency: 'EUR' });
    expect(sumOf([{ hours: '1.5' }, { hours: 2 }], 'hours')).toBe('3.5');
    expect(sumOf([], 'hours')).toBe('0');
    expect(() => sumOf([eur('1'), { amount: { amount: '1', currency: 'USD' } }], 'amount')).toThrow('one currency');
    expect(() => sumOf([{}], 'amount')).toThrow('expected a decimal');
    expect(() => sumOf('text', 'amount')).toThrow('expected a list');
  });

  it('multiplies a line and rounds it to cents', () => {
    expect(lineTotal({ quantity: '3', price: { amount: '0.335', currency: 'PLN' } })).toEqual({
      amount: '1.01',
      currency: 'PLN',
    });
    expect(lineTotal({ quantity: 2.5, price: '4' })).toBe('10.00');
    expect(() => lineTotal({ quantity: '1' })).toThrow('quantity and price');
  });
});

describe('date', () => {
  it.each([
    ['en', '22 November 2026', '22/11/2026'],
    ['ru', '22 ноября 2026 г.', '22.11.2026'],
    ['pl', '22 listopada 2026 r.', '22.11.2026'],
    ['lt', '2026 m. lapkričio 22 d.', '2026-11-22'],
  ] as const)('%s', (language, long, short) => {
    expect(formatDate('2026-11-22', language, 'America/New_York')).toBe(long);
    expect(formatShortDate('2026-11-22', language, 'Asia/Tokyo')).toBe(short);
  });

  it('shows a moment in the zone of the paper', () => {
    expect(formatDate('2026-12-31T22:30:00Z', 'ru', 'Europe/Vilnius')).toBe('1 января 2027 г.');
    expect(formatDate(new Date('2026-12-31T22:30:00Z'), 'en', 'UTC')).toBe('31 December 2026');
    expect(formatShortDate('2026-07-01T10:00:00Z', 'lt', 'Europe/Vilnius', true)).toBe('2026-07-01\u00a013:00');
  });

  it('refuses what is no date', () => {
    for (const value of ['22.11.2026', '2026-02-30', '', 5, {}, undefined]) {
      expect(() => formatDate(value, 'en', 'UTC')).toThrow('expected a date');
    }
  });
});
