import type { Tx } from '../../platform/context.js';
import type { Facts, RouteLibrary } from '../engine/protocol.js';
import { listens, subscriptions, type Subscription } from '../engine/subscriptions.js';
import type { RunRecord } from './run-record.js';

const write = {
  name: 'subscriptions_write',
  text: `WITH wanted AS (
      SELECT * FROM jsonb_to_recordset($2::jsonb) AS x (instance text, element text, kind text, name text, key text)
    ), gone AS (
      DELETE FROM route_subscription s WHERE s.run_id = $1
        AND NOT EXISTS (SELECT FROM wanted w WHERE w.instance = s.instance AND w.element = s.element)
    )
    INSERT INTO route_subscription AS s (run_id, instance, element, kind, name, key)
    SELECT $1, w.instance, w.element, w.kind, w.name, w.key FROM wanted w
    ON CONFLICT (run_id, instance, element) DO UPDATE SET kind = excluded.kind, name = excluded.name, key = excluded.key
      WHERE (s.kind, s.name, s.key) IS DISTINCT FROM (excluded.kind, excluded.name, excluded.key)`,
};

/**
 * Writes down what a run waits for from outside, as it is after a step. Answers the names of the messages that it waits
 * for, so that one sent before is looked for. Routes that never wait so cost nothing.
 */
export async function saveSubscriptions(
  tx: Tx,
  library: RouteLibrary,
  run: RunRecord,
  facts: () => Promise<Facts>,
  atMs: number,
): Promise<string[]> {
  if (!listens(library)) return [];
  const places = run.status === 'running' ? subscriptions(library, run.state, await facts(), atMs) : [];
  const rows = places.map(({ instance, element, kind, name, key }) => ({
    instance,
    element,
    kind,
    name,
    key: keyText(key),
  }));
  await tx.run(write, [run.id, JSON.stringify(rows)]);
  return [...new Set(places.flatMap(messageName))];
}

/** The value that a message is correlated by, as it is kept and compared; null for any. */
export function keyText(key: unknown): string | null {
  return key === undefined || key === null ? null : JSON.stringify(key);
}

function messageName({ kind, name }: Subscription): string[] {
  return kind === 'message' && name !== null ? [name] : [];
}
