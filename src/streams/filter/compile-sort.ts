import type { Problem } from '../../platform/errors.js';
import type { CompiledCard } from '../card/compile-card.js';
import type { SqlCast } from './filter-target.js';
import { filterTarget } from './filter-target.js';

/** One key of an order. Its expression is that of the index. */
export interface SortKey {
  readonly name: string;
  readonly expression: string;
  readonly cast: SqlCast;
  readonly direction: 'ASC' | 'DESC';
}

export interface CompiledSort {
  /** The last key is always the id: no two documents are equal. */
  readonly keys: readonly SortKey[];
  readonly orderBy: string;
}

const maxKeys = 3;

/**
 * Translates `name`, `-plannedAt` or `status,-createdAt` into an order; undefined or empty: newest first. All keys of an
 * order run in the direction of the first for the id, so that an index on (expression, id) serves it forwards or
 * backwards. Empty values come last ascending and first descending, as PostgreSQL keeps them.
 */
export function compileSort(card: CompiledCard, sort: string | undefined): CompiledSort | { problems: Problem[] } {
  const names = (sort ?? '').split(',').map((name) => name.trim());
  const wanted = names.filter((name) => name !== '');
  const problems: Problem[] = [];
  const keys: SortKey[] = [];
  if (wanted.length > maxKeys)
    problems.push({ path: 'sort', code: 'too-many', message: `Expected at most ${maxKeys} fields to sort by.` });
  for (const name of wanted.length === 0 ? ['-createdAt'] : wanted.slice(0, maxKeys)) {
    const direction = name.startsWith('-') ? 'DESC' : 'ASC';
    const key = name.replace(/^[-+]/, '');
    const target = filterTarget(card, key);
    if (!target?.sortable)
      problems.push({ path: 'sort', code: 'unknown-field', message: `One cannot sort by "${key.slice(0, 60)}".` });
    else keys.push({ name: key, expression: target.expression, cast: target.cast, direction });
  }
  if (problems.length > 0) return { problems };
  keys.push({ name: 'id', expression: 'd.id', cast: 'uuid', direction: keys[0]?.direction ?? 'ASC' });
  return { keys, orderBy: keys.map(({ expression, direction }) => `${expression} ${direction}`).join(', ') };
}

/**
 * The condition for everything after a row in that order, for paging. `last` holds the row's value for each key as text,
 * null where it is empty; parameters are numbered from `firstParameter`.
 */
export function afterRow(
  { keys }: CompiledSort,
  last: readonly (string | null)[],
  firstParameter: number,
): { sql: string; values: (string | null)[] } {
  const parameters = keys.map((key, index) => `$${firstParameter + index}::${key.cast}`);
  const beyond = keys.map((key, index) => {
    const equal = keys
      .slice(0, index)
      .map((earlier, at) => `${earlier.expression} IS NOT DISTINCT FROM ${parameters[at] ?? 'NULL'}`);
    return [...equal, strictlyAfter(key, parameters[index] ?? 'NULL', last[index] === null)].join(' AND ');
  });
  const [first] = keys;
  const simple =
    keys.every((key) => key.direction === first?.direction) && last.every((value) => value !== null)
      ? rowComparison(keys, parameters)
      : undefined;
  return { sql: simple ?? `(${beyond.map((one) => `(${one})`).join(' OR ')})`, values: [...last] };
}

/** One comparison of rows, which an index can start from. Ascending, empty values come after every row. */
function rowComparison(keys: readonly SortKey[], parameters: readonly string[]): string {
  const [first] = keys;
  const ascending = first?.direction === 'ASC';
  const rows = `(${keys.map((key) => key.expression).join(', ')}) ${ascending ? '>' : '<'} (${parameters.join(', ')})`;
  return ascending && first.name !== 'id' ? `(${rows} OR ${first.expression} IS NULL)` : rows;
}

function strictlyAfter(key: SortKey, parameter: string, isNull: boolean): string {
  if (key.direction === 'ASC')
    return isNull ? 'false' : `(${key.expression} > ${parameter} OR ${key.expression} IS NULL)`;
  return isNull ? `${key.expression} IS NOT NULL` : `${key.expression} < ${parameter}`;
}
