import type { CompiledCard } from '../card/compile-card.js';
import type { DocumentColumn } from '../definition/document-columns.js';
import { isDocumentColumn } from '../definition/document-columns.js';
import { isEmpty } from '../field-types/clean-text.js';
import { Faults } from '../field-types/faults.js';
import type { Fault, FaultCode } from '../field-types/faults.js';
import type { FilterOperator, JsonValue } from '../field-types/field-type.js';
import { equalityOperators, orderOperators, textOperators } from '../field-types/field-type.js';
import { booleanType } from '../field-types/boolean.js';
import { dateTimeType } from '../field-types/datetime.js';
import { personType } from '../field-types/person.js';
import { textType } from '../field-types/text.js';
import type { Relatable } from './relative-value.js';

export type SqlCast = 'text' | 'numeric' | 'boolean' | 'uuid' | 'timestamptz';

/** Something that a register can be filtered or sorted by: a field of the card or a column of the document. */
export interface FilterTarget {
  readonly expression: string;
  /** The text that `contains` and `starts` look into. */
  readonly text: string;
  readonly cast: SqlCast;
  readonly operators: ReadonlySet<FilterOperator>;
  /** Set where values may be relative to the asker, see `valuesMeant`. */
  readonly relatable?: Relatable;
  /** May be large text without a B-tree: not to be sorted by. */
  readonly sortable: boolean;
  /** A value of the filter, checked and normalised as the field itself would be. */
  read(value: unknown): { value: JsonValue } | { fault: Fault<FaultCode> };
  parameter(value: JsonValue): unknown;
  also?(value: JsonValue): { expression: string; parameter: string } | undefined;
}

/** The target of that name; undefined where the card and the document know none. */
export function filterTarget(card: CompiledCard, name: string): FilterTarget | undefined {
  if (isDocumentColumn(name)) return columnTargets[name];
  const field = card.field(name);
  if (!field) return undefined;
  const { definition, sql } = field;
  if (!sql)
    return {
      ...columnTargets.title,
      expression: `d.fields->'${definition.key}'`,
      operators: new Set(['empty']),
      sortable: false,
    };
  const many = definition.type === 'choice' && definition.many === true;
  const relatable = relatableTypes[definition.type === 'computed' ? definition.result : definition.type];
  return {
    ...(relatable && { relatable }),
    expression: sql.expression('d.fields'),
    text: `(d.fields->>'${definition.key}')`,
    cast: sql.cast,
    operators: sql.operators,
    sortable: definition.type !== 'longtext' && !many,
    read: (value) => readWith((faults) => checkAlone(value, faults, many, field.checkAsked ?? field.check)),
    parameter: (value) => sql.parameter(many && Array.isArray(value) ? (value[0] as JsonValue) : value),
    ...(sql.also && {
      also: (value: JsonValue) => sql.also?.('d.fields', value),
    }),
  };
}

const relatableTypes: Readonly<Record<string, Relatable>> = { person: 'person', date: 'date', datetime: 'datetime' };

function checkAlone(
  value: unknown,
  faults: Faults,
  many: boolean,
  check: (value: unknown, path: string, faults: Faults) => JsonValue | undefined,
): JsonValue | undefined {
  return check(many && !Array.isArray(value) ? [value] : value, 'value', faults);
}

function readWith(check: (faults: Faults) => JsonValue | undefined): ReturnType<FilterTarget['read']> {
  const faults = new Faults();
  const value = check(faults);
  const fault = faults.list[0];
  if (fault) return { fault };
  return value === undefined ? { fault: { path: 'value', code: 'required', parameters: {} } } : { value };
}

const text = textType.compile({ key: 'value', name: 'value', type: 'text' }, neverColumn);
const moment = dateTimeType.compile({ key: 'value', name: 'value', type: 'datetime' }, neverColumn);
const yesNo = booleanType.compile({ key: 'value', name: 'value', type: 'boolean' }, neverColumn);
const id = personType.compile({ key: 'value', name: 'value', type: 'person' }, neverColumn);

function neverColumn(): never {
  throw new Error('Columns of the document are not tables.');
}

function column(
  expression: string,
  cast: SqlCast,
  operators: ReadonlySet<FilterOperator>,
  kind: typeof text,
): FilterTarget {
  return {
    expression,
    text: `d.${expression.replace(/^d\./, '').replace(/ COLLATE.*$/, '')}`,
    cast,
    operators,
    sortable: true,
    read: (value) => readWith((faults) => (isEmpty(value) ? undefined : kind.check(value, 'value', faults))),
    parameter: (value) => value,
  };
}

const columnTargets: Readonly<Record<DocumentColumn, FilterTarget>> = {
  number: column('d.number', 'text', textOperators, text),
  title: column('d.title COLLATE "und-x-icu"', 'text', textOperators, text),
  status: column('d.status', 'text', equalityOperators, text),
  responsible: { ...column('d.responsible_id', 'uuid', equalityOperators, id), relatable: 'person' },
  unit: { ...column('d.unit_id', 'uuid', equalityOperators, id), relatable: 'unit' },
  createdAt: { ...column('d.created_at', 'timestamptz', orderOperators, moment), relatable: 'datetime' },
  flagged: { ...column("(d.flags <> '[]'::jsonb)", 'boolean', equalityOperators, yesNo), sortable: false },
  updatedAt: { ...column('d.updated_at', 'timestamptz', orderOperators, moment), relatable: 'datetime' },
};
