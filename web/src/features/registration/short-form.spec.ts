import type { FieldDefinition } from '../../../../src/streams/definition/field-definition.ts';
import { shortForm, tellingValues } from './short-form.ts';

const field = (key: string, type: string, more: object = {}) => ({ key, name: key, type, ...more }) as FieldDefinition;

describe('the short form', () => {
  it('is the whole card where that is short', () => {
    expect(shortForm({ fields: [field('a', 'text'), field('b', 'text')], views: [] })).toBeUndefined();
  });

  it('holds what must be filled, what the register shows and what tells one from another', () => {
    const many = Array.from({ length: 9 }, (_, place) => field(`more${place}`, 'text'));
    const fields = [
      field('name', 'text', { required: true }),
      field('total', 'computed'),
      field('phone', 'phone'),
      ...many,
    ];
    const views = [{ key: 'all', name: 'All', columns: ['number', 'more3', 'total'] }];
    expect(shortForm({ fields, views })).toEqual(['name', 'phone', 'more3']);
  });
});

describe('what duplicates are looked for by', () => {
  const fields = [
    field('name', 'text', { searchable: true }),
    field('phone', 'phone'),
    field('taxNumber', 'taxNumber'),
  ];

  it.each([
    [
      { name: 'Nordic', phone: '+37061234567', taxNumber: '110053842' },
      { name: 'Nordic', phone: '+37061234567', taxNumber: '110053842' },
    ],
    [{ name: ' Nordic ', phone: '12' }, { name: 'Nordic' }],
    [{ name: 'Nor' }, {}],
  ])('%j: %j', (values, telling) => expect(tellingValues(fields, values)).toEqual(telling));
});
