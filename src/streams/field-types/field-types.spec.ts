import fc from 'fast-check';
import type { FieldDefinition } from '../definition/field-definition.js';
import { languages } from '../../platform/languages.js';
import { Faults } from './faults.js';
import { faultToProblem } from './fault-messages.js';
import { formatDate, formatDecimal } from './format-text.js';
import { isLithuanianCompanyCode } from './lithuanian-company-code.js';
import { readDecimal, roundBinary } from './decimal-text.js';
import type { CompiledField } from './field-type.js';
import { compileField, fieldTypes } from './registry.js';

const id = '01890a5d-ac96-774b-bcce-b302099a8057';
type Options = Record<string, unknown> & { type: FieldDefinition['type'] };
const field = (options: Options): CompiledField =>
  compileField({ key: 'value', name: 'Value', ...options } as unknown as FieldDefinition);

function check(options: Options, value: unknown): unknown {
  const faults = new Faults();
  const checked = field(options).check(value, 'value', faults);
  return faults.list.length > 0
    ? { fault: faults.list.map(({ path, code }) => `${path} ${code}`).join(', ') }
    : checked;
}

const fault = (code: string, path = 'value') => ({ fault: `${path} ${code}` });
const eur = (amount: string) => ({ amount, currency: 'EUR' });
const money: Options = { type: 'money', currency: 'EUR' };
const size: Options = {
  type: 'choice',
  options: [
    { key: 's', name: { en: 'Small', lt: 'Mažas' } },
    { key: 'l', name: 'Large' },
  ],
};
const table: Options = {
  type: 'table',
  maxRows: 3,
  columns: [
    { key: 'name', name: 'Name', type: 'text', required: true },
    { key: 'price', name: 'Price', type: 'money', currency: 'EUR' },
    { key: 'done', name: 'Done', type: 'boolean', default: false },
  ],
};

describe('what each type keeps', () => {
  it.each<[Options, unknown, unknown]>([
    [{ type: 'text' }, '  a\nb\0 ', 'a b'],
    [{ type: 'text' }, 'e\u0301', 'é'],
    [{ type: 'text' }, '\uD800x 😀', '\uFFFDx 😀'],
    [{ type: 'text' }, '   ', undefined],
    [{ type: 'text' }, 12, '12'],
    [{ type: 'text' }, {}, fault('not-text')],
    [{ type: 'text', maxLength: 3 }, 'abcd', fault('too-long')],
    [{ type: 'text' }, 'x'.repeat(10_001), fault('too-long')],
    [{ type: 'longtext' }, ' a\r\nb ', 'a\nb'],
    [{ type: 'longtext' }, 'x'.repeat(200_001), fault('too-long')],
    [{ type: 'longtext' }, 5, fault('not-text')],
    [{ type: 'number' }, 1.5, 1.5],
    [{ type: 'number' }, '1 234,5', 1234.5],
    [{ type: 'number' }, '1,234', fault('ambiguous-number')],
    [{ type: 'number' }, 'many', fault('not-a-number')],
    [{ type: 'number' }, Infinity, fault('not-a-number')],
    [{ type: 'number', min: 0 }, -1, fault('too-small')],
    [{ type: 'number', max: 9 }, 10, fault('too-large')],
    [{ type: 'number', decimals: 2 }, 1.005, fault('too-many-decimals')],
    [{ type: 'integer' }, '7', 7],
    [{ type: 'integer' }, 7.5, fault('not-an-integer')],
    [{ type: 'integer' }, 2 ** 53, fault('not-an-integer')],
    [money, { amount: '1234.5', currency: 'eur' }, eur('1234.50')],
    [money, '1 234,50', eur('1234.50')],
    [money, 0.1, eur('0.10')],
    [money, '-0', eur('0.00')],
    [money, '007.100', eur('7.10')],
    [money, '999999999999999.99', eur('999999999999999.99')],
    [money, '1000000000000000', fault('too-large')],
    [money, '1.005', fault('too-many-decimals')],
    [{ ...money, decimals: 4 }, '1.0050', eur('1.005')],
    [money, { amount: '5', currency: 'JPY' }, { amount: '5', currency: 'JPY' }],
    [money, { amount: '5', currency: 'XXZ' }, fault('currency-unknown')],
    [money, { amount: '' }, undefined],
    [{ type: 'money' }, '5', fault('currency-missing')],
    [{ ...money, currencies: ['EUR'] }, { amount: '5', currency: 'USD' }, fault('currency-not-allowed')],
    [{ ...money, min: '0' }, '-0.01', fault('too-small')],
    [money, [5], fault('not-a-number')],
    [{ type: 'date' }, '2026-12-24', '2026-12-24'],
    [{ type: 'date' }, '24.12.2026', '2026-12-24'],
    [{ type: 'date' }, '2026-12-24T00:00:00.000Z', '2026-12-24'],
    [{ type: 'date' }, '2026-12-24T13:00:00Z', fault('not-a-date')],
    [{ type: 'date' }, '2026-02-29', fault('not-a-date')],
    [{ type: 'date' }, '2028-02-29', '2028-02-29'],
    [{ type: 'date', min: '2026-01-01' }, '2025-12-31', fault('too-early')],
    [{ type: 'date', max: '2026-01-01' }, '2026-12-31', fault('too-late')],
    [{ type: 'datetime' }, '2026-12-24T15:00:00+02:00', '2026-12-24T13:00:00.000Z'],
    [{ type: 'datetime' }, '2026-12-24T15:00', '2026-12-24T15:00:00.000Z'],
    [{ type: 'datetime' }, '2026-12-24', '2026-12-24T00:00:00.000Z'],
    [{ type: 'datetime' }, '2026-12-24T25:00:00Z', fault('not-a-moment')],
    [{ type: 'datetime' }, '2026-02-30T10:00:00.000Z', fault('not-a-moment')],
    [{ type: 'datetime' }, 1_700_000_000_000, fault('not-a-moment')],
    [{ type: 'boolean' }, 'Taip', true],
    [{ type: 'boolean' }, 'off', false],
    [{ type: 'boolean' }, '  ', undefined],
    [{ type: 'boolean' }, 'maybe', fault('not-a-boolean')],
    [size, 's', 's'],
    [size, ' mažas ', 's'],
    [size, 'xl', fault('not-a-choice')],
    [{ ...size, many: true }, ['l', 's', 'l'], fault('too-many')],
    [{ ...size, many: true }, ['l', 'Small'], ['l', 's']],
    [{ ...size, many: true }, [], undefined],
    [{ type: 'reference', stream: 'clients' }, { id: id.toUpperCase(), title: 'x' }, id],
    [{ type: 'reference', stream: 'clients' }, 'C-1', fault('not-a-reference')],
    [{ type: 'person' }, id, id],
    [{ type: 'person' }, 'anna', fault('not-a-person')],
    [{ type: 'email' }, ' Jonas.Ž@Įmonė.LT ', 'jonas.ž@įmonė.lt'],
    [{ type: 'email' }, 'a@b', fault('not-an-email')],
    [{ type: 'email' }, 'a@b.lt\nBcc: c@d.lt', fault('not-an-email')],
    [{ type: 'email' }, `${'a'.repeat(300)}@b.lt`, fault('not-an-email')],
    [{ type: 'phone' }, '+370 612 34567', '+37061234567'],
    [{ type: 'phone' }, '00370 612 34567', '+37061234567'],
    [{ type: 'phone', countries: ['LT', 'RU'] }, '8 (495) 123-45-67', '+74951234567'],
    [{ type: 'phone' }, '8 (495) 123-45-67', fault('not-a-phone')],
    [{ type: 'phone' }, 'call me', fault('not-a-phone')],
    [{ type: 'taxNumber' }, '121 215 587', '121215587'],
    [{ type: 'taxNumber' }, 'LT 119511515', '119511515'],
    [{ type: 'taxNumber' }, '7707083893', '7707083893'],
    [{ type: 'taxNumber' }, 'PL 526-025-09-95', '5260250995'],
    [{ type: 'taxNumber', countries: ['LT'] }, '7707083893', fault('not-a-tax-number')],
    [{ type: 'taxNumber' }, '121215588', fault('not-a-tax-number')],
    [{ type: 'url' }, 'www.example.com/a', 'https://www.example.com/a'],
    [{ type: 'url' }, 'javascript:alert(1)', fault('not-a-url')],
    [{ type: 'url' }, 'https://user:pass@example.com', fault('not-a-url')],
    [table, [{ name: 'a', price: '1' }, {}, { name: '' }], [{ name: 'a', price: eur('1.00'), done: false }]],
    [table, [{ price: '1' }], fault('required', 'value[0].name')],
    [table, [{ name: 'a' }, { name: 'b', price: 'x' }], fault('not-a-number', 'value[1].price')],
    [table, [{ name: 'a', colour: 'red' }], fault('unknown-field', 'value[0].colour')],
    [table, [5], fault('not-a-row', 'value[0]')],
    [table, {}, fault('not-a-table')],
    [table, [1, 2, 3, 4], fault('too-many-rows')],
  ])('%j of %j', (options, value, expected) => expect(check(options, value)).toEqual(expected));

  it.each(Object.keys(fieldTypes))('%s: nothing is nothing', (type) => {
    const extra = { columns: [], options: [], expression: '1', result: 'number', stream: 's' };
    for (const empty of [undefined, null, ''])
      expect(check({ type: type as Options['type'], ...extra }, empty)).toBeUndefined();
  });
});

describe('what people read', () => {
  it('writes numbers and dates as the language does', () => {
    expect(languages.map((language) => formatDecimal('-1234567.50', language))).toEqual([
      '\u22121,234,567.50',
      '\u22121\u00A0234\u00A0567,50',
      '\u22121\u00A0234\u00A0567,50',
      '\u22121\u00A0234\u00A0567,50',
    ]);
    expect(formatDecimal('1234', 'pl')).toBe('1234');
    expect(languages.map((language) => formatDate('2026-12-04', language))).toEqual([
      '4 Dec 2026',
      '04.12.2026',
      '04.12.2026',
      '2026-12-04',
    ]);
    expect(field(money).toText(eur('1234.50'), 'en')).toBe('1,234.50\u00A0EUR');
    expect(field(size).toText('s', 'lt')).toBe('Mažas');
    expect(field({ type: 'phone' }).toText('+37061234567', 'en')).toBe('+370 612 34567');
    expect(field({ type: 'boolean' }).toText(false, 'ru')).toBe('нет');
  });

  it('words a fault in every language', () => {
    const problems = languages.map((language) =>
      faultToProblem({ path: 'fields.name', code: 'too-long', parameters: { max: 5 } }, language),
    );
    expect(new Set(problems.map(({ message }) => message)).size).toBe(4);
    for (const { message } of problems) expect(message).toContain('5');
  });
});

describe('numbers', () => {
  it('rounds the noise of binary fractions away', () => {
    expect([0.1 + 0.2, 1.005, 2.675, -1.005, 3 * 1.1, 1e-9].map((value) => roundBinary(value, 2))).toEqual([
      ...['0.30', '1.01', '2.68', '-1.01', '3.30', '0.00'],
    ]);
  });

  it('reads back what the languages write', () => {
    const amounts = fc.tuple(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: 0, max: 99 }));
    fc.assert(
      fc.property(amounts, fc.constantFrom(...languages), ([whole, cents], language) => {
        const decimal = `${whole}.${String(cents).padStart(2, '0')}`;
        return Number(readDecimal(formatDecimal(decimal, language))) === Number(decimal);
      }),
    );
  });

  it('knows Lithuanian company codes by their check digit', () => {
    for (const code of ['121215587', '121215434', '124110246', '301844044', '123033512', '110053842', '111950962'])
      expect(isLithuanianCompanyCode(code)).toBe(true);
    fc.assert(
      fc.property(fc.integer({ min: 10_000_000, max: 99_999_999 }), (stem) => {
        const valid = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].filter((digit) => isLithuanianCompanyCode(`${stem}${digit}`));
        return valid.length === 1;
      }),
    );
  });
});

describe('hostile values', () => {
  const options = { columns: table.columns, options: size.options, expression: '1', result: 'number', stream: 's' };
  it.each(Object.keys(fieldTypes))('%s: never throws, and keeps what it kept', (type) => {
    const compiled = field({ ...options, type: type as Options['type'] });
    const anything = fc.oneof(
      fc.anything({ withBigInt: true, withDate: true, withNullPrototype: true, withSparseArray: true }),
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom('0', '1', '9', '.', ',', '-', '+', '@', 'a', ' ', ':', 'T', 'Z') }),
      fc.array(fc.dictionary(fc.constantFrom('name', 'price', 'done'), fc.jsonValue()), { maxLength: 3 }),
      fc.record({ amount: fc.oneof(fc.double(), fc.string()), currency: fc.constantFrom('EUR', 'JPY', 'usd', 'x') }),
    );
    fc.assert(
      fc.property(anything, (value) => {
        const faults = new Faults();
        const kept = compiled.check(value, 'value', faults);
        if (kept === undefined || faults.list.length > 0) return true;
        for (const language of languages) compiled.toText(kept, language);
        compiled.toScope(kept);
        const again = new Faults();
        const same = compiled.check(JSON.parse(JSON.stringify(kept)), 'value', again);
        return again.list.length === 0 && JSON.stringify(same) === JSON.stringify(kept);
      }),
      { numRuns: 300 },
    );
  });

  it('gives up on long texts at once', () => {
    const started = performance.now();
    for (const type of ['email', 'url', 'phone', 'taxNumber', 'date', 'datetime', 'number', 'integer', 'text'] as const)
      for (const piece of ['a', 'a@', '1', '1,', '.', '+3', 'a.', '-', ' ']) check({ type }, piece.repeat(500_000));
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
