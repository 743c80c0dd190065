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
