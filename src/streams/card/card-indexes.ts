import type { CompiledField } from '../field-types/field-type.js';

/** An index, or statistics, that the card wants; `sql` is one statement that may be repeated without harm. */
export interface CardIndex {
  readonly name: string;
  readonly sql: string;
}

/** The indexes of the fields of one stream, partial to its documents. The expressions are those that filters use. */
export function cardIndexes(stream: string, fields: readonly CompiledField[]): CardIndex[] {
  return fields.flatMap(({ definition, sql }) => {
    if (!sql) return [];
    const { key, type } = definition;
    const column = `(${sql.expression('fields')})`;
    const create = (kind: string, unique: string, method: string): CardIndex => {
      const name = indexName(stream, key, kind);
      const made = `CREATE ${unique}INDEX CONCURRENTLY IF NOT EXISTS "${name}" ON document ${method}`;
      return { name, sql: `${made} WHERE stream = '${stream}'` };
    };
    const wanted: CardIndex[] = [];
    if (definition.unique) wanted.push(create('unique', 'UNIQUE ', `(${column})`));
    if (definition.sortable || (definition.filterable && !definition.unique && type !== 'longtext'))
      wanted.push(create('order', '', `(${column}, id)`));
    if (definition.searchable) wanted.push(create('search', '', `USING gin ((fields->>'${key}') gin_trgm_ops)`));
    return wanted;
  });
}

/** Types whose values repeat, so that it pays to know which are common. */
const repeating: ReadonlySet<string> = new Set(['boolean', 'choice', 'text']);

/**
 * What the planner should know of the fields of one stream that are filtered by: their common values. Of a partial index
 * it keeps statistics but never uses them, so without these it takes any filter for one that leaves next to nothing,
 * and gathers and sorts a tenth of a large register for one page instead of walking the index of the order.
 */
export function cardStatistics(stream: string, fields: readonly CompiledField[]): CardIndex[] {
  return fields.flatMap(({ definition, sql }) => {
    const { key, type } = definition;
    const many = definition.type === 'choice' && definition.many === true;
    if (!sql || many || !definition.filterable || definition.unique || !repeating.has(type)) return [];
    const name = indexName(stream, key, 'values');
    const made = `CREATE STATISTICS IF NOT EXISTS "${name}" (mcv)`;
    return [{ name, sql: `${made} ON stream, (${sql.expression('fields')}) FROM document` }];
  });
}

/** PostgreSQL keeps 63 bytes of a name: a longer one is cut and told apart by a checksum. */
function indexName(stream: string, field: string, kind: string): string {
  const name = `document_${stream.replaceAll('-', '_')}_${field}_${kind}`;
  return name.length <= 63 ? name : `${name.slice(0, 54)}_${checksum(name)}`;
}

/** FNV-1a, 32 bits, as eight hexadecimal digits. */
function checksum(text: string): string {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}
