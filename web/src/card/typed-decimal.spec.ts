import fc from 'fast-check';
import { readDecimal } from '../../../src/streams/field-types/decimal-text.ts';
import { typedDecimal } from './typed-decimal.ts';

const plain = (text: string) => text.replaceAll('\u00a0', ' ');

it.each([
  ['1250000.00', 'en', '1,250,000.00'],
  ['1250000.00', 'ru', '1 250 000,00'],
  ['1250', 'pl', '1250'],
  ['-12500.5', 'lt', '-12 500,5'],
  // One thousand to some, one and a quarter to others.
  ['1250', 'en', '1250'],
  ['1.250', 'en', '1.250'],
  ['1.250', 'pl', '1.250'],
  ['1,250', 'en', '1,250'],
  ['twelve', 'en', 'twelve'],
  ['', 'ru', ''],
])('%s in %s stands as %s', (text, language, shown) => expect(plain(typedDecimal(text, language))).toBe(shown));

it('is the same number when it is read again', () => {
  const decimals = fc.tuple(fc.bigInt(-(10n ** 14n), 10n ** 14n), fc.nat({ max: 9999 })).map(([a, b]) => `${a}.${b}`);
  fc.assert(
    fc.property(decimals, fc.constantFrom('en', 'ru', 'pl', 'lt'), (decimal, language) => {
      expect(readDecimal(typedDecimal(decimal, language))).toBe(readDecimal(decimal));
    }),
  );
});
