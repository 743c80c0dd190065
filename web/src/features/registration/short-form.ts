import type { FieldDefinition } from '../../../../src/streams/definition/field-definition.ts';
import type { Stream } from '../../streams/streams.ts';

/** More fields than this are shown only when they are asked for. */
const few = 8;

/**
 * Keys of the fields of the short form: what must be filled, what the main view of the register shows and what tells a
 * document from others. Undefined where the card is short anyway.
 */
export function shortForm(stream: Pick<Stream, 'fields' | 'views'>): string[] | undefined {
  const entered = stream.fields.filter(({ type }) => type !== 'computed');
  if (entered.length <= few) return undefined;
  const shown = new Set(stream.views[0]?.columns ?? []);
  return entered.filter((field) => field.required || shown.has(field.key) || tells(field)).map(({ key }) => key);
}

/** By these a caller or a sender is recognised. */
function tells({ type }: FieldDefinition): boolean {
  return type === 'phone' || type === 'email' || type === 'taxNumber' || type === 'reference';
}

/** The words by which likely duplicates are looked for: a tax number, a telephone, an address, a name, in this order. */
export function tellingValue(fields: readonly FieldDefinition[], values: Readonly<Record<string, unknown>>): string {
  const order = ['taxNumber', 'phone', 'email'];
  const named = fields.find(({ searchable, type }) => searchable === true && type === 'text');
  const keys = [...order.flatMap((type) => fields.filter((field) => field.type === type)), ...(named ? [named] : [])];
  for (const { key } of keys) {
    const value = values[key];
    if (typeof value === 'string' && value.trim().length >= 4) return value.trim();
  }
  return '';
}
