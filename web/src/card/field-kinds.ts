import type { FieldDefinition, FieldTypeName } from '../../../src/streams/definition/field-definition.ts';
import { cellKinds } from './cell-kinds.ts';
import type { FieldKind } from './field-kind.ts';
import { computedKind } from './fields/computed.tsx';
import { tableKind } from './fields/table.tsx';

/** Every field type by its name. The compiler names what is missing here. */
const kinds: { readonly [T in FieldTypeName]: FieldKind<T> } = {
  ...cellKinds,
  table: tableKind,
  computed: computedKind,
};

/** How a field looks. Whoever takes the parts gives them the same field. */
export function kindOf(field: FieldDefinition): FieldKind<FieldTypeName> {
  return kinds[field.type] as unknown as FieldKind<FieldTypeName>;
}
