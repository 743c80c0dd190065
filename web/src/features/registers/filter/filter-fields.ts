import type { DocumentColumn } from '../../../../../src/streams/definition/document-columns.ts';
import type { FieldDefinition, FieldTypeName } from '../../../../../src/streams/definition/field-definition.ts';
import type { FilterOperator } from '../../../../../src/streams/field-types/field-type.ts';
import type { Stream } from '../../../streams/streams.ts';

/** What a person may ask of a field. `filled`, `yes` and `no` are operators of the API with a fixed value. */
export type Ask = Exclude<FilterOperator, 'empty' | 'between'> | 'empty' | 'filled' | 'yes' | 'no';

/** Something that a register can be filtered by. */
export interface FilterField {
  readonly key: string;
  /** A column that every document has: its name is a word of the app. */
  readonly own?: DocumentColumn | 'nextAction';
  /** How a value is typed and shown. */
  readonly field: FieldDefinition;
  readonly asks: readonly Ask[];
}

const ofText: readonly Ask[] = ['contains', 'starts', 'eq', 'ne', 'empty', 'filled'];
const ofFigures: readonly Ask[] = ['eq', 'gt', 'ge', 'lt', 'le', 'empty', 'filled'];
const ofDays: readonly Ask[] = ['ge', 'le', 'eq', 'empty', 'filled'];
const ofMoments: readonly Ask[] = ['ge', 'lt', 'empty', 'filled'];
const ofThings: readonly Ask[] = ['eq', 'ne', 'empty', 'filled'];
const ofOptions: readonly Ask[] = ['in', 'ne', 'empty', 'filled'];

/** What is offered for each type of field, the most usual first; nothing for tables. */
const asks: Readonly<Record<Exclude<FieldTypeName, 'computed'>, readonly Ask[]>> = {
  text: ofText,
  longtext: ['contains', 'starts', 'empty', 'filled'],
  email: ofText,
  phone: ofText,
  taxNumber: ofText,
  url: ofText,
  number: ofFigures,
  integer: ofFigures,
  money: ofFigures,
  date: ofDays,
  datetime: ofMoments,
  boolean: ['yes', 'no', 'empty', 'filled'],
  choice: ofOptions,
  reference: ofThings,
  person: ofThings,
  table: [],
};

/** What may be asked of a field of a card. */
export function asksOf(field: FieldDefinition): readonly Ask[] {
  if (field.type === 'choice' && field.many) return ['contains', 'empty', 'filled'];
  return asks[field.type === 'computed' ? field.result : field.type];
}

/** A computed field is typed as what it gives. */
function typedAs(field: FieldDefinition): FieldDefinition {
  if (field.type !== 'computed') return field;
  const { key, name, result, currency } = field;
  return result === 'money'
    ? { key, name, type: 'money', ...(currency !== undefined && { currency }) }
    : { key, name, type: result };
}

/** Everything that a register can be filtered by: what every document has, then its card. */
export function filterFieldsOf({ fields, statuses }: Pick<Stream, 'fields' | 'statuses'>): FilterField[] {
  const always = (own: NonNullable<FilterField['own']>, field: FieldDefinition, ...offered: Ask[]): FilterField => ({
    ...{ key: own, own, field, asks: offered.length > 0 ? offered : asksOf(field) },
  });
  const named = { key: 'own', name: '' };
  return [
    always('status', { ...named, type: 'choice', options: statuses }, 'in', 'ne'),
    always('responsible', { ...named, type: 'person' }),
    ...fields
      .map(typedAs)
      .filter((field) => asksOf(field).length > 0)
      .map((field) => ({ key: field.key, field, asks: asksOf(field) })),
    always('number', { ...named, type: 'text' }, 'contains', 'starts', 'eq'),
    always('createdAt', { ...named, type: 'datetime' }, 'ge', 'lt'),
    always('updatedAt', { ...named, type: 'datetime' }, 'ge', 'lt'),
    always('nextAction', { ...named, type: 'boolean' }, 'empty', 'filled'),
    always('flagged', { ...named, type: 'boolean' }, 'yes', 'no'),
  ];
}
