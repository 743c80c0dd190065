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

/** What duplicates are looked for by: tax numbers, telephones, addresses and the names that are searched, as far as typed. */
export function tellingValues(
  fields: readonly FieldDefinition[],
  values: Readonly<Record<string, unknown>>,
): Record<string, string> {
  const telling = fields.filter(
    ({ type, searchable }) =>
      ['taxNumber', 'phone', 'email'].includes(type) || (type === 'text' && searchable === true),
  );
  return Object.fromEntries(
    telling.flatMap(({ key }) => {
      const value = values[key];
      return typeof value === 'string' && value.trim().length >= 4 ? [[key, value.trim()]] : [];
    }),
  );
}
