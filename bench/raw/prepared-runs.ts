import pg from 'pg';
import { clientBlock, numbered } from '../frame/raw-transaction.js';
import { constantsOf, type SampledRows } from './sampled-rows.js';
import { insertAssignment, insertDocument, insertRun, insertRunEvent } from './statements.js';

/** The shift of the assignment that a decision issues; the one that it closes has none. */
export const secondAssignment = 500_000;

/**
 * Writes documents into the raw database, with a run that waits at an assignment unless `withoutRuns`, for each of
 * `clients` the numbers that its transactions will have.
 */
export async function prepareRuns(
  url: string,
  rows: SampledRows,
  { clients, each, block, withoutRuns }: { clients: number; each: number; block: number; withoutRuns?: boolean },
): Promise<void> {
  const statements = withoutRuns
    ? [insertDocument]
    : [insertDocument, insertRun, insertRunEvent(1), insertAssignment()];
  const client = new pg.Client(url);
  await client.connect();
  try {
    await client.query('BEGIN');
    for (const text of statements) {
      const constants = constantsOf([text], rows);
      const { text: sql, names } = numbered(everyNumber(text));
      const known: Record<string, string | number> = { ...constants, block, clients, each };
      await client.query(
        sql,
        names.map((name) => known[name]),
      );
    }
    await client.query('COMMIT');
    await client.query('VACUUM ANALYZE document, route_run, route_run_event, assignment');
  } finally {
    await client.end();
  }
}

/** The statement for one row, made to write the rows of all numbers. */
function everyNumber(insert: string): string {
  const values = insert.replace(/VALUES \(([\s\S]*)\)\s*$/, 'SELECT $1').replaceAll(':id::bigint', 'numbers.id');
  const numbers = `:block::bigint + client * ${clientBlock} + turn AS id`;
  const each = 'generate_series(0, :clients::int - 1) AS client, generate_series(0, :each::int - 1) AS turn';
  return `${typed(values)} FROM (SELECT ${numbers} FROM ${each}) AS numbers`;
}

/** Parameters of a SELECT list have no column to take their type from. */
function typed(sql: string): string {
  return sql.replaceAll(/(?<!:):(stream|title|search|route|instance|element)\b/g, ':$1::text');
}
