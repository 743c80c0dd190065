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
  /** One of the keys is always the id: no two documents are equal. `createdAt` is read as the id. */
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
    // Ids are made in the order of registration (UUID version 7), and every stream has an index by them.
    if (key === 'createdAt') keys.push({ name: 'createdAt', expression: 'd.id', cast: 'uuid', direction });
    else if (!target?.sortable)
      problems.push({ path: 'sort', code: 'unknown-field', message: `One cannot sort by "${key.slice(0, 60)}".` });
    else keys.push({ name: key, expression: target.expression, cast: target.cast, direction });
  }
  if (problems.length > 0) return { problems };
  // No two documents have one id: what is named after it cannot change the order, and paging needs no value of it.
  const unique = keys.findIndex(({ expression }) => expression === 'd.id');
  if (unique >= 0) keys.length = unique + 1;
  else keys.push({ name: 'id', expression: 'd.id', cast: 'uuid', direction: keys[0]?.direction ?? 'ASC' });
  return { keys, orderBy: keys.map(({ expression, direction }) => `${expression} ${direction}`).join(', ') };
}

/** One condition with its parameters. */
export interface PageCondition {
  readonly sql: string;
  readonly values: (string | null)[];
}

/**
 * The conditions for everything after a row in that order, for paging: to be asked one after another until the page is
 * full. `last` holds the row's value for each key as text, null where it is empty; parameters are numbered from
 * `firstParameter`. The usual order by one field and the id gives row comparisons that an index starts from; there the
 * rows in which the field is empty are a condition of their own, since PostgreSQL cannot start an index from an OR.
 */
export function conditionsAfter(
  { keys }: CompiledSort,
  last: readonly (string | null)[],
  firstParameter: number,
): PageCondition[] {
  const [first, second] = keys;
  const parameter = (index: number) => `$${firstParameter + index}::${keys[index]?.cast ?? 'text'}`;
  if (!first) return [];
  if (!second || keys.length > 2 || first.direction !== second.direction) return [general(keys, last, parameter)];
  const compare = first.direction === 'ASC' ? '>' : '<';
  const empty = `${first.expression} IS NULL`;
  if (last[0] !== null) {
    const rows = `(${first.expression}, ${second.expression}) ${compare} (${parameter(0)}, ${parameter(1)})`;
    const following = { sql: rows, values: [...last] };
    return first.direction === 'ASC' ? [following, { sql: empty, values: [] }] : [following];
  }
  const lastId = last[1] ?? null;
  const among = { sql: `${empty} AND ${second.expression} ${compare} $${firstParameter}::uuid`, values: [lastId] };
  return first.direction === 'ASC' ? [among] : [among, { sql: `${first.expression} IS NOT NULL`, values: [] }];
}

/** Any order: equal in the keys before and beyond in one. */
function general(
  keys: readonly SortKey[],
  last: readonly (string | null)[],
  parameter: (index: number) => string,
): PageCondition {
  const beyond = keys.map((key, index) => {
    const equal = keys
      .slice(0, index)
      .map((earlier, at) => `${earlier.expression} IS NOT DISTINCT FROM ${parameter(at)}`);
    return `(${[...equal, strictlyAfter(key, parameter(index), last[index] === null)].join(' AND ')})`;
  });
  return { sql: `(${beyond.join(' OR ')})`, values: [...last] };
}

function strictlyAfter({ direction, expression }: SortKey, parameter: string, isNull: boolean): string {
  if (direction === 'ASC') return isNull ? 'false' : `(${expression} > ${parameter} OR ${expression} IS NULL)`;
  return isNull ? `${expression} IS NOT NULL` : `${expression} < ${parameter}`;
}
