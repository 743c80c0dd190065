import { toldFrom } from '../../platform/audit/told-calls.js';
import type { Context } from '../../platform/context.js';
import { noticedEvents } from '../notices/noticed-events.js';

const insert = {
  name: 'history_write',
  text: `INSERT INTO document_history (document_id, at, actor_id, actor_name, event, detail, address, session)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
};

const insertNoticed = {
  name: 'history_write_noticed',
  text: `WITH told AS (
      INSERT INTO document_history (document_id, at, actor_id, actor_name, event, detail, address, session)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
    )
    INSERT INTO notice (document_id, actor_id, at, event, detail) VALUES ($1, $3, $2, $5, $6)`,
};

/**
 * Adds an event to the story of a document. `event` is a stable name of small letters and hyphens (`field-changed`),
 * `detail` what a reader needs to understand it later without looking anything up. What people may have to be told of
 * becomes a notice in the same statement.
 */
export async function writeHistory(
  ctx: Context,
  documentId: string,
  event: string,
  detail: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const statement = noticedEvents.has(event) ? insertNoticed : insert;
  const { id, name } = ctx.actor;
  await ctx.tx.run(statement, [documentId, ctx.now, id, name, event, JSON.stringify(detail), ...toldFrom(ctx.actor)]);
}
