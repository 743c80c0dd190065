import type { Schemas } from '../api/client.ts';
import type { FieldDefinition } from '../../../src/streams/definition/field-definition.ts';
import type { LocalisedText } from '../../../src/platform/languages.ts';

/** What a card needs of the definition of its stream. */
export type CardStream = Pick<Schemas['StreamView'], 'key' | 'version' | 'initial'> & {
  readonly fields: readonly FieldDefinition[];
  /** Keys of the fields that the person sees and may not fill in. */
  readonly locked?: readonly string[];
};

/** Values of a card as they are typed, or as the API answers them. */
export type TypedValues = Readonly<Record<string, unknown>>;

/** Fields shown together, under a name where they have one. */
export interface Section {
  readonly name: LocalisedText | null;
  readonly fields: readonly FieldDefinition[];
}

/** The fields in their order; those of one group stand together where its first field stands. */
export function sectionsOf(fields: readonly FieldDefinition[]): Section[] {
  const sections = new Map<string, { name: LocalisedText | null; fields: FieldDefinition[] }>();
  for (const field of fields) {
    const group = field.group ?? null;
    const key = JSON.stringify(group);
    const section = sections.get(key) ?? { name: group, fields: [] };
    section.fields.push(field);
    sections.set(key, section);
  }
  return [...sections.values()];
}
