import type { Tx } from '../../platform/context.js';
import type { AccessPart } from '../definition/access-part.js';
import type { StreamDefinition } from '../definition/stream-definition.js';

/** A sound definition that may become a version. */
export interface Publishable {
  readonly definition: StreamDefinition;
  readonly hash: string;
  /** The file that the version rests on, where the version says something else about access. */
  readonly below?: { readonly hash: string; readonly access: AccessPart };
}

/**
 * Publishes definitions that differ from their newest version, each as the next version. Give only what `loadStreams`
 * found good, so that a broken file never replaces a working version. Answers the keys that were published; processes
 * hear of it through the change feed, and `StreamIndexes.ensure` should follow.
 */
export async function publishStreams(tx: Tx, now: Date, definitions: readonly Publishable[]): Promise<string[]> {
  await tx.query('LOCK TABLE stream_definition IN SHARE ROW EXCLUSIVE MODE');
  const rows = await tx.query<{ key: string; version: number; hash: string }>(
    'SELECT DISTINCT ON (key) key, version, hash FROM stream_definition ORDER BY key, version DESC',
  );
  const newest = new Map(rows.map((row) => [row.key, row]));
  const changed = definitions.filter(({ definition, hash }) => newest.get(definition.key)?.hash !== hash);
  for (const { definition, hash, below } of changed) {
    const version = (newest.get(definition.key)?.version ?? 0) + 1;
    await tx.query(
      `INSERT INTO stream_definition (key, version, hash, definition, published_at, file_hash, file_access)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [
        ...[definition.key, version, hash, JSON.stringify(definition), now],
        ...[below?.hash ?? null, below ? JSON.stringify(below.access) : null],
      ],
    );
  }
  return changed.map(({ definition }) => definition.key);
}
