import type { Context } from '../../platform/context.js';

const insert = {
  name: 'history_write',
  text: `INSERT INTO document_history (document_id, at, actor_id, actor_name, event, detail)
    VALUES ($1, $2, $3, $4, $5, $6)`,
};

/**
 * Adds an event to the story of a document. `event` is a stable name of small letters and hyphens (`field-changed`),
 * `detail` what a reader needs to understand it later without looking anything up.
 */
export async function writeHistory(
  ctx: Context,
  documentId: string,
  event: string,
  detail: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  await ctx.tx.run(insert, [documentId, ctx.now, ctx.actor.id, ctx.actor.name, event, JSON.stringify(detail)]);
}
