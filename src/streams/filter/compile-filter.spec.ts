import fc from 'fast-check';
import { compileCard } from '../card/compile-card.js';
import { parseStream } from '../definition/parse-stream.js';
import { filterOperators } from '../field-types/field-type.js';
import { compileFilter } from './compile-filter.js';
import { compileSort } from './compile-sort.js';

const parsed = parseStream(
  `
key: things
name: Things
document: Thing
numbering: { register: things, pattern: 'T-{counter}', period: never }
title: '{name}'
statuses: [{ key: new, name: New }]
initial: new
access: [{ role: admin, verbs: [read], scope: company }]
fields:
  - { key: name, name: Name, type: text, filterable: true, sortable: true }
  - { key: size, name: Size, type: number, filterable: true }
  - { key: price, name: Price, type: money, currency: EUR, filterable: true }
  - { key: day, name: Day, type: date, filterable: true }
  - { key: at, name: At, type: datetime, filterable: true }
  - { key: owner, name: Owner, type: person, filterable: true }
  - { key: total, name: Total, type: computed, result: money, expression: price, filterable: true }
`,
  'test/things.yaml',
);
if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
const card = compileCard(parsed.definition.definition);
const one = (field: string, op: string, value?: unknown) => ({ and: [{ field, op, value }] });

describe('filters as SQL', () => {
  it('are parametrised, numbered and typed', () => {
    const filter = { and: [...one('name', 'starts', '10%').and, ...one('size', 'in', ['1,5', 2]).and] };
    expect(compileFilter(card, filter, { firstParameter: 4 })).toEqual({
      sql:
        `d.stream = 'things' AND (d.fields->>'name') ILIKE $4::text AND ` +
        `CASE WHEN jsonb_typeof(d.fields->'size') = 'number' THEN (d.fields->>'size')::numeric END = ANY($5::numeric[])`,
      values: ['10\\%%', [1.5, 2]],
      byTrigram: true,
    });
    expect(compileFilter(card, one('price', 'gt', { amount: '5', currency: 'USD' }))).toMatchObject({
      values: ['5.00', 'USD'],
      byTrigram: false,
    });
    // What nobody can enter can still be asked for.
    expect(compileFilter(card, one('total', 'ge', { amount: '5', currency: 'EUR' }))).toMatchObject({
      values: ['5.00', 'EUR'],
    });
    expect(compileFilter(card, one('total', 'ge', 'much'))).toHaveProperty('problems');
  });

  it('may be relative to who asks and when', () => {
    const me = '01a21e0d-0000-7000-8000-000000000001';
    const unit = '01a21e0d-0000-7000-8000-000000000002';
    const asker = { me, units: [unit], today: '2026-11-27', midnight: (date: string) => `${date}T22:00:00.000Z` };
    const values = (field: string, op: string, value: unknown) => {
      const result = compileFilter(card, one(field, op, value), { asker });
      return 'problems' in result ? result.problems : result.values;
    };
    expect(values('owner', 'eq', '@me')).toEqual([me]);
    expect(values('responsible', 'in', ['@me', unit])).toEqual([[me, unit]]);
    expect(values('unit', 'eq', '@my-units')).toEqual([[unit]]);
    expect(values('day', 'ge', '@today-7')).toEqual(['2026-11-20']);
    expect(values('day', 'between', ['@week', '@month+1'])).toEqual(['2026-11-23', '2026-12-01']);
    expect(values('day', 'lt', '@year-1')).toEqual(['2025-01-01']);
    expect(values('at', 'lt', '@today')).toEqual(['2026-11-27T22:00:00.000Z']);
    expect(values('at', 'between', ['2026-11-01', '@today'])).toEqual([
      '2026-11-01T22:00:00.000Z',
      '2026-11-28T22:00:00.000Z',
    ]);
    expect(values('name', 'eq', '@me')).toEqual(['@me']);
    expect(values('day', 'eq', '@tomorrow')).toMatchObject([{ code: 'not-a-date' }]);
    expect(values('owner', 'eq', '@my-units')).toMatchObject([{ code: 'not-a-person' }]);
  });

  it('reach from one value to another, or to no end', () => {
    expect(compileFilter(card, one('size', 'between', [1, 2]))).toMatchObject({ values: [1, 2] });
    expect(compileFilter(card, one('size', 'between', [null, 2]))).toMatchObject({ values: [2] });
    expect(compileFilter(card, one('price', 'between', ['1', { amount: '2', currency: 'USD' }]))).toMatchObject({
      values: ['1.00', '2.00', 'USD'],
    });
    for (const wrong of [[], [null, null], [1], 5, undefined])
      expect(compileFilter(card, one('size', 'between', wrong))).toMatchObject({ problems: [{ code: 'not-a-range' }] });
  });

  it('explain what is wrong in the language of the asker', () => {
    const result = compileFilter(card, one('size', 'eq', 'big'), { language: 'lt' });
    expect(result).toEqual({
      problems: [{ path: 'filter.and[0].value', code: 'not-a-number', message: 'Tikėtasi skaičiaus, pvz., 1234,50.' }],
    });
  });

  it('never throw, and never let a value into the text', () => {
    const hostile = fc.oneof(fc.jsonValue(), fc.constantFrom("'; DROP TABLE document; --", '$1', '%_\\', '\0'));
    const condition = fc.record({
      field: fc.oneof(
        fc.constantFrom('name', 'size', 'price', 'status', 'createdAt', 'unit', '__proto__'),
        fc.string(),
      ),
      op: fc.oneof(fc.constantFrom(...filterOperators), fc.string()),
      value: hostile,
    });
    const filters = fc.oneof(fc.jsonValue(), fc.record({ and: fc.array(fc.oneof(condition, fc.jsonValue())) }));
    const harmless = /^[\w\s.$:()[\]<>='",|-]*$/;
    fc.assert(
      fc.property(filters, fc.string(), (filter, sort) => {
        const order = compileSort(card, sort);
        const result = compileFilter(card, filter);
        if ('orderBy' in order && !harmless.test(order.orderBy)) return false;
        if ('problems' in result) return result.problems.every(({ path, message }) => path !== '' && message !== '');
        const parameters = [...result.sql.matchAll(/\$(\d+)/g)].map((match) => Number(match[1]));
        return harmless.test(result.sql) && !result.sql.includes('DROP') && parameters.length === result.values.length;
      }),
      { numRuns: 500 },
    );
  });
});
