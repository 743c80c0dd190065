import type { Language } from '../../platform/languages.js';
import { textIn } from '../../platform/languages.js';
import type { Grant } from '../../organisation/access/grant.js';
import { compileGrants } from '../access/compile-grants.js';
import type { StreamDefinition } from '../definition/stream-definition.js';
import type { CompiledField, Pointers } from '../field-types/field-type.js';
import { heldBy } from '../field-types/field-type.js';
import { compileField } from '../field-types/registry.js';
import type { CardIndex } from './card-indexes.js';
import { cardIndexes, cardStatistics } from './card-indexes.js';
import { cardScope, type CardValues } from './card-scope.js';
import { compileCheck, type CheckedCard, type CheckOptions } from './check-values.js';
import { compileConditions, type CardDemands } from './conditions.js';
import { cardSearchText } from './search-text.js';
import { fillTitle, parseTitle } from './title-template.js';

/** The registration card of a stream, ready to check documents. Frozen; shared by all requests. */
export interface CompiledCard {
  readonly stream: string;
  readonly definition: StreamDefinition;
  /** Who may do what. */
  readonly grants: readonly Grant[];
  /** Every field in the order of the definition. */
  readonly fields: readonly CompiledField[];
  field(key: string): CompiledField | undefined;
  /**
   * Checks and normalises what was sent. Never throws, whatever comes. Values for computed fields are ignored and found
   * anew. An edit is not held up by a required field that was empty before and is not touched.
   */
  check(input: unknown, options: CheckOptions): CheckedCard;
  /** Whether anything about the card depends on the status of the document. */
  readonly asksStatus: boolean;
  /** Which fields are hidden and which must be filled, by the conditions of the card, in one state of it. */
  demands(values: CardValues, status: string): CardDemands;
  /**
   * The title of the document, at most 300 characters; the name of the document where nothing is filled. `titles` gives
   * the titles of referenced documents by id.
   */
  title(values: CardValues, titles?: ReadonlyMap<string, string>): string;
  /** What full-text search should find the document by, one line a field. */
  searchText(values: CardValues): string;
  /** The card as FEEL sees it: every field by its key, null where empty. */
  scope(values: CardValues): Record<string, unknown>;
  /** Values that no other document of the stream may have. */
  uniqueKeys(values: CardValues): { key: string; value: string }[];
  /** Documents and persons that the card points at; whether they exist is for the caller to find out. */
  references(values: CardValues): Pointers['references'];
  persons(values: CardValues): Pointers['persons'];
  /** The filled fields as people read them. */
  display(values: CardValues, language: Language): { key: string; name: string; text: string }[];
  indexes(): CardIndex[];
  statistics(): CardIndex[];
}

const maxTitle = 300;

/** Compiles the card of a checked definition (see `parseStream`). Costs about a millisecond; keep the result. */
export function compileCard(definition: StreamDefinition): CompiledCard {
  const fields = definition.fields.map(compileField);
  const byKey = new Map(fields.map((field) => [field.definition.key, field]));
  const title = parseTitle(definition.title) ?? { parts: [{ text: definition.title }] };
  const conditions = compileConditions(definition.fields);
  const filled = (values: CardValues) =>
    fields.filter((field) => heldBy(field, values[field.definition.key]) !== undefined);
  const pointers = (values: CardValues): Pointers => {
    const found: Pointers = { references: [], persons: [] };
    for (const field of filled(values)) {
      const { key } = field.definition;
      field.pointers?.(values[key] ?? null, `fields.${key}`, found);
    }
    return found;
  };
  return Object.freeze({
    stream: definition.key,
    definition,
    grants: Object.freeze(compileGrants(definition)),
    fields: Object.freeze(fields),
    field: (key: string) => byKey.get(key),
    check: compileCheck(fields, conditions),
    asksStatus: conditions.asksStatus,
    demands: (values: CardValues, status: string) => conditions.demands({ ...cardScope(fields, values), status }),
    title(values: CardValues, titles?: ReadonlyMap<string, string>) {
      const shown = fillTitle(title, (key) => {
        const field = byKey.get(key);
        const value = field && heldBy(field, values[key]);
        if (!field || value === undefined) return '';
        return field.definition.type === 'reference' ? (titles?.get(String(value)) ?? '') : field.toText(value, 'en');
      });
      const text = shown === '' ? textIn('en', definition.document) : shown;
      return text.length <= maxTitle ? text : `${[...text].slice(0, maxTitle - 1).join('')}…`;
    },
    searchText: (values: CardValues) => cardSearchText(filled(values), values),
    scope: (values: CardValues) => cardScope(fields, values),
    uniqueKeys: (values: CardValues) =>
      filled(values)
        .filter((field) => field.definition.unique === true)
        .map(({ definition: { key } }) => ({ key, value: String(values[key]) })),
    references: (values: CardValues) => pointers(values).references,
    persons: (values: CardValues) => pointers(values).persons,
    display: (values: CardValues, language: Language) =>
      filled(values).map(({ definition: { key, name }, toText }) => ({
        key,
        name: textIn(language, name),
        text: toText(values[key] ?? null, language),
      })),
    indexes: () => cardIndexes(definition.key, fields),
    statistics: () => cardStatistics(definition.key, fields),
  });
}
