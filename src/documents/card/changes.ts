import type { LocalisedText } from '../../platform/languages.js';
import type { CardValues } from '../../streams/card/card-scope.js';
import type { CompiledCard } from '../../streams/card/compile-card.js';
import type { JsonValue } from '../../streams/field-types/field-type.js';
import { canonicalJson } from '../../platform/canonical-json.js';

/** One field that an edit changed; an empty one is null. The name is kept, since cards change. */
export interface FieldChange {
  readonly field: string;
  readonly name: LocalisedText;
  readonly before: JsonValue;
  readonly after: JsonValue;
}

/** The fields that differ between two cards, in the order of the card. */
export function fieldChanges(card: CompiledCard, before: CardValues, after: CardValues): FieldChange[] {
  const changes: FieldChange[] = [];
  for (const { key, name } of card.definition.fields) {
    const [was, is] = [before[key] ?? null, after[key] ?? null];
    if (canonicalJson(was) !== canonicalJson(is)) changes.push({ field: key, name, before: was, after: is });
  }
  return changes;
}

/** Whether two cards hold the same values by reference; enough to know that nothing was replaced. */
export function sameValues(a: CardValues, b: CardValues): boolean {
  if (a === b) return true;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && a[key] === b[key]);
}
