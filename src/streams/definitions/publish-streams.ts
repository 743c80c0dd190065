import type { Tx } from '../../platform/context.js';
import type { LoadedDefinition } from '../definition/parse-stream.js';

/**
 * Publishes definitions that differ from their newest version, each as the next version. Give only what `loadStreams`
 * found good, so that a broken file never replaces a working version. Answers the keys that were published; processes
 * hear of it through the change feed, and `StreamIndexes.ensure` should follow.
 */
export async function publishStreams(
  tx: Tx,
  now: Date,
  definitions: readonly Pick<LoadedDefinition, 'definition' | 'hash'>[],
): Promise<string[]> {
  await tx.query('LOCK TABLE stream_definition IN SHARE ROW EXCLUSIVE MODE');
  const rows = await tx.query<{ key: string; version: number; hash: string }>(
    'SELECT DISTINCT ON (key) key, version, hash FROM stream_definition ORDER BY key, version DESC',
  );
  const newest = new Map(rows.map((row) => [row.key, row]));
  const changed = definitions.filter(({ definition, hash }) => newest.get(definition.key)?.hash !== hash);
  for (const { definition, hash } of changed) {
    const version = (newest.get(definition.key)?.version ?? 0) + 1;
    await tx.query(
      'INSERT INTO stream_definition (key, version, hash, definition, published_at) VALUES ($1, $2, $3, $4, $5)',
      [definition.key, version, hash, JSON.stringify(definition), now],
    );
  }
  return changed.map(({ definition }) => definition.key);
}
