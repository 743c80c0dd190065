import type { QueryRunner } from 'typeorm';
import type { CardIndex } from '../card/card-indexes.js';

/** Marks the statistics that belong to cards; what follows is the statement, so that a changed one is noticed. */
const mark = 'card: ';

/**
 * Sees to it that the planner knows the common values of the fields that are filtered by, and of no others. To be called
 * under the lock of the indexes. New ones are filled at once when there are documents already.
 */
export async function ensureStatistics(runner: QueryRunner, wanted: readonly CardIndex[]): Promise<void> {
  const missing = new Map(wanted.map((statistics) => [statistics.name, statistics]));
  for (const { name, comment } of (await runner.query(present)) as { name: string; comment: string | null }[]) {
    const known = missing.get(name);
    if (known && comment === mark + known.sql) missing.delete(name);
    else if (known || comment?.startsWith(mark)) await runner.query(`DROP STATISTICS IF EXISTS "${name}"`);
  }
  if (missing.size === 0) return;
  for (const { name, sql } of missing.values()) {
    await runner.query(sql);
    await runner.query(`COMMENT ON STATISTICS "${name}" IS '${(mark + sql).replaceAll("'", "''")}'`);
  }
  await runner.query('ANALYZE document');
}

const present = `
  SELECT stxname AS name, obj_description(oid, 'pg_statistic_ext') AS comment
  FROM pg_statistic_ext WHERE stxrelid = 'document'::regclass`;
