import type { Problem } from '../../platform/errors.js';
import type { Language } from '../../platform/languages.js';
import { textIn } from '../../platform/languages.js';
import type { StreamDefinition } from '../definition/stream-definition.js';
import { isEmpty } from '../field-types/clean-text.js';
import { isComputed } from '../field-types/computed.js';
import { faultToProblem } from '../field-types/fault-messages.js';
import { Faults } from '../field-types/faults.js';
import type { CompiledField, JsonValue, Pointers } from '../field-types/field-type.js';
import { heldBy } from '../field-types/field-type.js';
import { compileField } from '../field-types/registry.js';
import type { CardIndex } from './card-indexes.js';
import { cardIndexes, cardStatistics } from './card-indexes.js';
import { cardSearchText } from './search-text.js';
import { fillTitle, parseTitle } from './title-template.js';

/** The fields of one document as they are stored, by key; empty fields are absent. */
export type CardValues = Readonly<Record<string, JsonValue>>;

export interface CheckOptions {
  /** `register`: everything is given, defaults apply. `edit`: a patch; absent is unchanged, null is emptied. */
  readonly mode: 'register' | 'edit';
  /** The values before an edit. */
  readonly previous?: CardValues;
  /** Of the messages; English unless said. */
  readonly language?: Language;
}

export interface CheckedCard {
  /** The whole new card; to be used only when there are no problems. */
  readonly values: CardValues;
  /** Everything that is wrong, with paths such as `fields.items[2].price`. */
  readonly problems: Problem[];
}

/** The registration card of a stream, ready to check documents. Frozen; shared by all requests. */
export interface CompiledCard {
  readonly stream: string;
  readonly definition: StreamDefinition;
  /** Every field in the order of the definition. */
  readonly fields: readonly CompiledField[];
  field(key: string): CompiledField | undefined;
  /**
   * Checks and normalises what was sent. Never throws, whatever comes. Values for computed fields are ignored and found
   * anew. An edit is not held up by a required field that was empty before and is not touched.
   */
  check(input: unknown, options: CheckOptions): CheckedCard;
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
const maxInputKeys = 500;

/** Compiles the card of a checked definition (see `parseStream`). Costs about a millisecond; keep the result. */
export function compileCard(definition: StreamDefinition): CompiledCard {
  const fields = definition.fields.map(compileField);
  const byKey = new Map(fields.map((field) => [field.definition.key, field]));
  const title = parseTitle(definition.title) ?? { parts: [{ text: definition.title }] };
  const check = compileCheck(fields, new Set(byKey.keys()));
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
    fields: Object.freeze(fields),
    field: (key: string) => byKey.get(key),
    check,
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

function cardScope(fields: readonly CompiledField[], values: CardValues): Record<string, unknown> {
  const scope: Record<string, unknown> = {};
  for (const field of fields) {
    const { key } = field.definition;
    const value = heldBy(field, values[key]);
    scope[key] = value === undefined ? null : field.toScope(value);
  }
  return scope;
}

function compileCheck(fields: readonly CompiledField[], known: ReadonlySet<string>): CompiledCard['check'] {
  const entered = fields
    .filter((field) => !isComputed(field))
    .map((field) => ({ field, key: field.definition.key, path: `fields.${field.definition.key}` }));
  const computed = fields.filter(isComputed);
  return (input, { mode, previous = {}, language = 'en' }) => {
    const faults = new Faults();
    // An edit keeps what the card no longer knows: a field may come back, and the document is not ours to thin out.
    const values: Record<string, JsonValue> = mode === 'edit' ? withoutKeys(previous, known) : {};
    const given = readInput(input, known, faults);
    for (const { field, key, path } of entered) {
      const touched = Object.hasOwn(given, key);
      if (mode === 'edit' && !touched) {
        const kept = previous[key];
        if (kept !== undefined) values[key] = kept;
        continue;
      }
      const sent = touched ? given[key] : undefined;
      const before = faults.list.length;
      const raw = mode === 'register' && isEmpty(sent) ? field.definition.default : sent;
      const value = field.check(raw, path, faults);
      if (value !== undefined) values[key] = value;
      else if (field.definition.required && faults.list.length === before) faults.add(path, 'required');
    }
    if (computed.length > 0) {
      const scope = cardScope(fields, values);
      for (const field of computed) {
        const value = field.compute(scope);
        if (value === undefined) continue;
        values[field.definition.key] = value;
        scope[field.definition.key] = field.toScope(value);
      }
    }
    return { values, problems: faults.list.map((fault) => faultToProblem(fault, language)) };
  };
}

function withoutKeys(values: CardValues, keys: ReadonlySet<string>): Record<string, JsonValue> {
  return Object.fromEntries(Object.entries(values).filter(([key]) => !keys.has(key)));
}

/** What was sent, by key; unknown keys are told, and a flood of them is cut short. */
function readInput(input: unknown, known: ReadonlySet<string>, faults: Faults): Readonly<Record<string, unknown>> {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    if (input !== undefined && input !== null) faults.add('fields', 'not-an-object');
    return {};
  }
  const keys = Object.keys(input);
  if (keys.length > maxInputKeys) faults.add('fields', 'too-many-fields');
  else for (const key of keys) if (!known.has(key)) faults.add(`fields.${key.slice(0, 60)}`, 'unknown-field');
  return input as Readonly<Record<string, unknown>>;
}
