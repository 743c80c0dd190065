import type { CompiledField, JsonValue } from '../field-types/field-type.js';
import { heldBy } from '../field-types/field-type.js';

/** The fields of one document as they are stored, by key; empty fields are absent. */
export type CardValues = Readonly<Record<string, JsonValue>>;

/** The card as FEEL sees it: every field by its key, null where empty. */
export function cardScope(fields: readonly CompiledField[], values: CardValues): Record<string, unknown> {
  const scope: Record<string, unknown> = {};
  for (const field of fields) scope[field.definition.key] = inScope(field, values[field.definition.key]);
  return scope;
}

/** One value as FEEL sees it. */
export function inScope(field: CompiledField, value: JsonValue | undefined): unknown {
  const held = heldBy(field, value);
  return held === undefined ? null : field.toScope(held);
}
