import type { Language } from '../../platform/languages.js';
import { textIn } from '../../platform/languages.js';
import type { Faults } from './faults.js';
import type { CompiledField, FieldType, JsonValue } from './field-type.js';
import { heldBy } from './field-type.js';
import { isEmpty } from './clean-text.js';

export type Row = Readonly<Record<string, JsonValue>>;

/** Rows of typed columns. Rows in which nothing is filled are dropped. */
export const tableType: FieldType<'table'> = {
  type: 'table',
  options: {
    columns: { type: 'array', minItems: 1, maxItems: 30, items: { type: 'object' } },
    maxRows: { type: 'integer', minimum: 1, maximum: 5000 },
  },
  requiredOptions: ['columns'],
  compile(definition, compileColumn) {
    const maxRows = definition.maxRows ?? 500;
    const columns = definition.columns.map((column) => compileColumn(column));
    const known = new Set(definition.columns.map((column) => column.key));
    return {
      definition,
      stores: 'array',
      check(value, path, faults) {
        if (isEmpty(value)) return undefined;
        if (!Array.isArray(value)) return faults.add(path, 'not-a-table');
        if (value.length > maxRows) return faults.add(path, 'too-many-rows', { max: maxRows });
        const rows: Row[] = [];
        for (let index = 0; index < value.length; index++) {
          const row = checkRow(value[index], `${path}[${index}]`, columns, known, faults);
          if (row) rows.push(row);
        }
        return rows.length === 0 ? undefined : rows;
      },
      toScope: (value) => rowsOf(value).map((row) => rowScope(row, columns)),
      toText: (value, language) =>
        rowsOf(value)
          .map((row) => rowText(row, columns, language))
          .join('\n'),
      pointers: (value, path, found) => {
        rowsOf(value).forEach((row, index) => {
          for (const column of columns) {
            const { key } = column.definition;
            const cell = heldBy(column, row[key]);
            if (cell !== undefined) column.pointers?.(cell, `${path}[${index}].${key}`, found);
          }
        });
      },
    };
  },
};

/** The rows of a stored table; what is no row is left from before the field became a table. */
export function rowsOf(value: JsonValue): readonly Row[] {
  const rows = Array.isArray(value) ? (value as readonly JsonValue[]) : [];
  return rows.filter((row): row is Row => typeof row === 'object' && row !== null && !Array.isArray(row));
}

function checkRow(
  value: unknown,
  path: string,
  columns: readonly CompiledField[],
  known: ReadonlySet<string>,
  faults: Faults,
): Row | undefined {
  if (isEmpty(value)) return undefined;
  if (typeof value !== 'object' || Array.isArray(value)) return faults.add(path, 'not-a-row');
  const given = value as Readonly<Record<string, unknown>>;
  const row: Record<string, JsonValue> = {};
  let filled = false;
  let missing: string[] | undefined;
  for (const { definition, check } of columns) {
    const { key } = definition;
    const raw = Object.hasOwn(given, key) ? given[key] : undefined;
    const before = faults.list.length;
    const cell = check(isEmpty(raw) ? definition.default : raw, `${path}.${key}`, faults);
    if (cell !== undefined) row[key] = cell;
    else if (definition.required && faults.list.length === before) (missing ??= []).push(key);
    filled ||= !isEmpty(raw) && (cell !== undefined || faults.list.length > before);
  }
  for (const key of Object.keys(given)) if (!known.has(key)) faults.add(`${path}.${key.slice(0, 60)}`, 'unknown-field');
  if (!filled) return undefined;
  for (const key of missing ?? []) faults.add(`${path}.${key}`, 'required');
  return row;
}

function rowScope(row: Row, columns: readonly CompiledField[]): Record<string, unknown> {
  const scope: Record<string, unknown> = {};
  for (const column of columns) {
    const cell = heldBy(column, row[column.definition.key]);
    scope[column.definition.key] = cell === undefined ? null : column.toScope(cell);
  }
  return scope;
}

function rowText(row: Row, columns: readonly CompiledField[], language: Language): string {
  return columns
    .flatMap((column) => {
      const cell = heldBy(column, row[column.definition.key]);
      return cell === undefined ? [] : `${textIn(language, column.definition.name)}: ${column.toText(cell, language)}`;
    })
    .join(', ');
}
