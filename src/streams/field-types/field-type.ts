import type { Language } from '../../platform/languages.js';
import type { FieldDefinition, FieldOf, FieldTypeName } from '../definition/field-definition.js';
import type { Faults } from './faults.js';

/** What is stored of a field. */
export type JsonValue =
  string | number | boolean | null | readonly JsonValue[] | { readonly [member: string]: JsonValue };

/** A JSON schema fragment, as ajv takes it. */
export type Schema = Readonly<Record<string, unknown>>;

export const filterOperators = [
  'eq',
  'ne',
  'in',
  'lt',
  'le',
  'gt',
  'ge',
  'between',
  'contains',
  'starts',
  'empty',
] as const;
export type FilterOperator = (typeof filterOperators)[number];

/** How a field is compared inside PostgreSQL. */
export interface FieldSql {
  /**
   * The typed expression over the jsonb column (`fields` in an index, `d.fields` in a query). Both must be the same, or
   * the index is not used; and immutable, or it cannot be made.
   */
  expression(column: string): string;
  /** The type that parameters are cast to. */
  readonly cast: 'text' | 'numeric' | 'boolean';
  readonly operators: ReadonlySet<FilterOperator>;
  /** A checked value of the field as a parameter. */
  parameter(value: JsonValue): string | number | boolean;
  /** A second equality that must hold for a comparison with `value`, e.g. of the currency. */
  also?(column: string, value: JsonValue): { expression: string; parameter: string } | undefined;
}

/** The kind of JSON that a type stores. */
export type JsonKind = 'string' | 'number' | 'boolean' | 'object' | 'array';

/** One field of one card, compiled. `check` never throws; the others never for a value that `heldBy` lets through. */
export interface CompiledField {
  readonly definition: FieldDefinition;
  readonly stores: JsonKind;
  /**
   * The value as it is stored; undefined when it is empty or wrong. Whatever is wrong was added to `faults` under `path`.
   * A stored value checks to itself.
   */
  check(value: unknown, path: string, faults: Faults): JsonValue | undefined;
  /** Like `check`, of a value that documents are looked for by; absent where that is the same. */
  checkAsked?(value: unknown, path: string, faults: Faults): JsonValue | undefined;
  /** Absent: cannot be filtered, sorted or unique. */
  readonly sql?: FieldSql;
  /** The value as FEEL sees it; never called for an empty field. */
  toScope(value: JsonValue): unknown;
  /** The value as people read it. */
  toText(value: JsonValue, language: Language): string;
  /** Adds what the value points at, for the one who can look it up. */
  pointers?(value: JsonValue, path: string, found: Pointers): void;
}

/**
 * The stored value when it is of the kind that the field stores now; undefined when it is empty or left from before the
 * field changed its type. Such a value stays in the document until someone enters another, and counts as empty.
 */
export function heldBy(field: CompiledField, value: JsonValue | undefined): JsonValue | undefined {
  if (value === undefined || value === null) return undefined;
  const kind = Array.isArray(value) ? 'array' : typeof value;
  return kind === field.stores ? value : undefined;
}

/** Ids held by a card that must exist. */
export interface Pointers {
  readonly references: { path: string; stream: string; id: string }[];
  readonly persons: { path: string; id: string }[];
}

/** A type of field: one file each, listed in `registry.ts`. */
export interface FieldType<T extends FieldTypeName> {
  readonly type: T;
  /** JSON schema of the options that only this type has. */
  readonly options: Readonly<Record<string, Schema>>;
  readonly requiredOptions?: readonly string[];
  /** What is wrong with the options beyond their shape; `path` is below the field. */
  verify?(definition: FieldOf<T>): { path: string; message: string }[];
  compile(definition: FieldOf<T>, compileColumn: (column: FieldDefinition) => CompiledField): CompiledField;
}

const equality: readonly FilterOperator[] = ['eq', 'ne', 'in', 'empty'];
export const equalityOperators: ReadonlySet<FilterOperator> = new Set(equality);
export const orderOperators: ReadonlySet<FilterOperator> = new Set([...equality, 'lt', 'le', 'gt', 'ge', 'between']);
export const textOperators: ReadonlySet<FilterOperator> = new Set([...orderOperators, 'contains', 'starts']);

/** Comparison of plain text kept under `key`: by bytes, or in the order of words in any language. */
export function textSql(
  key: string,
  operators: ReadonlySet<FilterOperator>,
  collation: 'C' | 'und-x-icu' = 'C',
): FieldSql {
  return {
    expression: (column) => `(${column}->>'${key}') COLLATE "${collation}"`,
    cast: 'text',
    operators,
    parameter: String,
  };
}

/**
 * A member of the card cast to a typed value, null where it holds another kind of JSON: documents from before a field
 * changed its type must break neither an index nor a query.
 */
export function castSql(column: string, key: string, kind: 'number' | 'boolean' | 'object', text: string): string {
  const cast = kind === 'boolean' ? 'boolean' : 'numeric';
  return `CASE WHEN jsonb_typeof(${column}->'${key}') = '${kind}' THEN (${text})::${cast} END`;
}
