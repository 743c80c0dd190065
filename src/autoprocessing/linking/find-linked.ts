import { documentSelection, type DocumentRow } from '../../documents/document-row.js';
import type { Statement, Tx } from '../../platform/context.js';
import type { CardValues } from '../../streams/card/card-scope.js';
import type { CompiledCard } from '../../streams/card/compile-card.js';
import type { LinkingRule } from '../../streams/definition/stream-definition.js';
import type { CompiledField, JsonValue } from '../../streams/field-types/field-type.js';

/** A compiled linking rule: one statement that tries all pairs of fields at once, the first pair in the rule winning. */
export interface LinkSearch {
  readonly field: string;
  readonly statement: Statement;
  readonly pairs: readonly { readonly from: string; readonly target: CompiledField }[];
}

/** Prepares the search of one rule; undefined when none of its target fields can be searched. */
export function compileLinkSearch(stream: string, rule: LinkingRule, target: CompiledCard): LinkSearch | undefined {
  const pairs = rule.by.flatMap(({ from, to }) => {
    const field = target.field(to);
    return field?.sql ? [{ from, target: field, sql: field.sql }] : [];
  });
  if (pairs.length === 0) return undefined;
  // The stream is a literal, so that the partial indexes of that stream are used.
  const branches = pairs.map(
    ({ sql }, index) =>
      `(SELECT ${index} AS rank, ${documentSelection} FROM document d WHERE d.stream = '${target.stream.replaceAll("'", "''")}'
        AND ${sql.expression('d.fields')} = $${index + 1}::${sql.cast} ORDER BY d.id LIMIT 1)`,
  );
  return {
    field: rule.field,
    pairs,
    statement: {
      name: `link_${stream}_${rule.field}_v${target.definition.fields.length}`,
      text: `SELECT * FROM (${branches.join(' UNION ALL ')}) AS found ORDER BY rank LIMIT 1`,
    },
  };
}

/** The document that the values of a new card point at, if any. */
export async function findLinked(tx: Tx, search: LinkSearch, values: CardValues): Promise<DocumentRow | undefined> {
  const parameters = search.pairs.map(({ from, target }) => parameterOf(target, values[from]));
  if (parameters.every((parameter) => parameter === null)) return undefined;
  const [row] = await tx.run<DocumentRow>(search.statement, parameters);
  return row;
}

/** Null matches nothing, so an empty field finds nobody. */
function parameterOf(target: CompiledField, value: JsonValue | undefined): unknown {
  return value === undefined || value === null || !target.sql ? null : target.sql.parameter(value);
}
