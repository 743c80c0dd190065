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

/** What a run waits for from outside, to be written. */
export interface SubscriptionsToWrite {
  readonly rows: readonly Record<string, unknown>[];
  /** Names of the messages among them: one that was sent before is looked for. */
  readonly messages: readonly string[];
}

/** What a run waits for from outside, as it is after a step; undefined for routes that never wait so. */
export async function readSubscriptions(
  library: RouteLibrary,
  run: RunRecord,
  facts: () => Promise<Facts>,
  atMs: number,
): Promise<SubscriptionsToWrite | undefined> {
  if (!listens(library)) return undefined;
  const places = run.status === 'running' ? subscriptions(library, run.state, await facts(), atMs) : [];
  const rows = places.map(({ instance, element, kind, name, key }) => ({
    instance,
    element,
    kind,
    name,
    key: keyText(key),
  }));
  return { rows, messages: [...new Set(places.flatMap(messageName))] };
}

/** Makes the rows of a run equal to what it waits for. */
export async function saveSubscriptions(tx: Tx, runId: string, { rows }: SubscriptionsToWrite): Promise<void> {
  await tx.run(write, [runId, JSON.stringify(rows)]);
}

/** The value that a message is correlated by, as it is kept and compared; null for any. */
export function keyText(key: unknown): string | null {
  return key === undefined || key === null ? null : JSON.stringify(key);
}

function messageName({ kind, name }: Subscription): string[] {
  return kind === 'message' && name !== null ? [name] : [];
}
