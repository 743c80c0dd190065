import type { FieldDefinition, FieldTypeName } from '../../../src/streams/definition/field-definition.ts';
import { cellInputs } from './cell-inputs.ts';
import type { FieldInput } from './field-kind.ts';
import { EditComputed } from './inputs/computed.tsx';
import { EditTable } from './inputs/edit-table.tsx';

/** How every field type is typed. Apart from how they look, since most screens only show them. */
const inputs: { readonly [T in FieldTypeName]: FieldInput<T> } = {
  ...cellInputs,
  table: EditTable,
  computed: EditComputed,
};

/** How a field is typed. Whoever takes it gives it the same field. */
export function inputOf(field: FieldDefinition): FieldInput<FieldTypeName> {
  return inputs[field.type] as unknown as FieldInput<FieldTypeName>;
}
