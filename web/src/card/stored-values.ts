import type { CardValues } from '../../../src/streams/card/card-scope.ts';
import type { FieldDefinition } from '../../../src/streams/definition/field-definition.ts';
import type { JsonValue } from '../../../src/streams/field-types/field-type.ts';
import type { TypedValues } from './card-stream.ts';
import { memberOf } from './field-kind.ts';
import { rowsOf } from './table-rows.ts';

/** Values as the API answers them, in the form in which they are stored: documents and people by their ids. */
export function storedValues(fields: readonly FieldDefinition[], values: TypedValues): CardValues {
  const stored: Record<string, JsonValue> = {};
  for (const field of fields) {
    const value = values[field.key];
    if (value !== undefined && value !== null) stored[field.key] = storedValue(field, value);
  }
  return stored;
}

function storedValue(field: FieldDefinition, value: unknown): JsonValue {
  if (field.type === 'reference' || field.type === 'person') return (memberOf(value, 'id') ?? value) as JsonValue;
  if (field.type !== 'table') return value as JsonValue;
  return rowsOf(value).map((row) => storedValues(field.columns, row));
}
