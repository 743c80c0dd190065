import { compileField } from '../../../../../src/streams/field-types/registry.ts';
import type { FieldDefinition } from '../../../../../src/streams/definition/field-definition.ts';
import { compileCard } from '../../../../../src/streams/card/compile-card.ts';
import { compileFilter } from '../../../../../src/streams/filter/compile-filter.ts';
import { parseStream } from '../../../../../src/streams/definition/parse-stream.ts';
import type { Format } from '../../../i18n/use-format.ts';
import { myself } from '../register-state.ts';
import { sayValue, toCondition, toDraft, type Draft } from './conditions.ts';
import { asksOf, filterFieldsOf, type FilterField } from './filter-fields.ts';

const id = '0190a0b0-0000-7000-8000-000000000001';
const fields = `
  - { key: name, name: Name, type: text }
  - { key: note, name: Note, type: longtext }
  - { key: size, name: Size, type: number }
  - { key: rank, name: Rank, type: integer }
  - { key: price, name: Price, type: money, currency: EUR }
  - { key: day, name: Day, type: date }
  - { key: moment, name: Moment, type: datetime }
  - { key: ready, name: Ready, type: boolean }
  - { key: kind, name: Kind, type: choice, options: [{ key: a, name: Apple }, { key: b, name: Bread }] }
  - { key: tags, name: Tags, type: choice, many: true, options: [{ key: a, name: Apple }, { key: b, name: Bread }] }
  - { key: other, name: Other, type: reference, stream: things }
  - { key: owner, name: Owner, type: person }
  - { key: email, name: E-mail, type: email }
  - { key: phone, name: Phone, type: phone }
  - { key: tax, name: Tax, type: taxNumber }
  - { key: site, name: Site, type: url }
  - { key: sum, name: Sum, type: computed, result: number, expression: '1 + 1' }
  - { key: lines, name: Lines, type: table, columns: [{ key: name, name: Name, type: text }] }
`;
const parsed = parseStream(
  `
key: things
name: Things
document: Thing
numbering: { register: things, pattern: 'T-{counter}', period: never }
title: '{name}'
statuses: [{ key: new, name: New }, { key: done, name: Done }]
initial: new
access: [{ role: admin, verbs: [read], scope: company }]
fields: ${fields}`,
  'test/things.yaml',
);
if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
const { definition } = parsed.definition;
const card = compileCard(definition);
const offered = filterFieldsOf(definition as unknown as Parameters<typeof filterFieldsOf>[0]);

/** A value as the input of each field gives it. */
function typed({ field }: FilterField): unknown {
  const values: Partial<Record<FieldDefinition['type'], unknown>> = {
    ...{ number: '12,5', integer: '3', money: { amount: '10', currency: 'EUR' }, date: '2026-12-04', choice: 'a' },
    ...{ datetime: '2026-12-04', reference: { id, number: 'T-1', title: 'First' } },
    ...{ person: { id, login: 'anna', name: 'Anna' }, email: 'a@b.lt', phone: '+37061234567', url: 'https://a.lt' },
    ...{ taxNumber: '5252248481' },
  };
  return field.type === 'choice' ? field.options[0]?.key : (values[field.type] ?? 'some text');
}

describe('what a filter can ask', () => {
  it('is known to the server for every type of field', () => {
    for (const field of definition.fields) {
      const known = compileField(field).sql?.operators ?? new Set();
      for (const ask of asksOf(field)) {
        const op = ask === 'filled' ? 'empty' : ask === 'yes' || ask === 'no' ? 'eq' : ask;
        expect([field.type, op, known.has(op)]).toEqual([field.type, op, true]);
      }
    }
  });

  it.each(offered.flatMap((field) => field.asks.map((ask) => [field.key, ask, field] as const)))(
    'makes of %s %s a condition that the server takes and that can be changed again',
    (_, ask, field) => {
      const draft: Draft = { ask, value: ask === 'in' ? [typed(field)] : typed(field) };
      const condition = toCondition(field, draft);
      if (!condition) throw new Error('It is complete.');
      const { label: _label, ...sent } = condition;
      const compiled = compileFilter(card, { and: [sent] });
      expect('problems' in compiled ? compiled.problems : []).toEqual([]);
      const again = toDraft(field, condition);
      expect(again?.ask).toBe(ask);
      expect(again && toCondition(field, again)).toEqual(condition);
    },
  );

  it('is nothing yet while the value is missing', () => {
    const name = offered.find(({ key }) => key === 'name');
    const status = offered.find(({ key }) => key === 'status');
    if (!name || !status) throw new Error('Both are offered.');
    for (const value of [undefined, null, '', '  '])
      expect(toCondition(name, { ask: 'contains', value })).toBeUndefined();
    expect(toCondition(status, { ask: 'in', value: [] })).toBeUndefined();
  });
});

describe('a condition in words', () => {
  const format = {
    ...{ language: 'en', name: String },
    money: ({ amount, currency }: { amount: string; currency: string }) => `${currency} ${amount}`,
  } as unknown as Format;
  const said = (key: string, value: unknown, label?: string) => {
    const field = offered.find((known) => known.key === key);
    if (!field) throw new Error(`Not offered: ${key}`);
    return sayValue(field, { field: key, op: 'eq', value, ...(label !== undefined && { label }) }, format, 'me');
  };

  it.each([
    ['name', 'silver', undefined, 'silver'],
    ['status', ['new', 'done', 'gone'], undefined, 'New, Done, gone'],
    ['responsible', myself, undefined, 'me'],
    ['responsible', id, 'Anna', 'Anna'],
    ['other', id, 'First', 'First'],
    ['price', { amount: '10.00', currency: 'EUR' }, undefined, 'EUR 10.00'],
    ['day', '2026-12-04', undefined, '4 Dec 2026'],
    ['createdAt', new Date('2026-12-04T00:00:00').toISOString(), undefined, '4 Dec 2026'],
    ['ready', true, undefined, ''],
  ])('%s %j', (key, value, label, words) => expect(said(key, value, label)).toBe(words));
});
