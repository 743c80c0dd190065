import type { Context } from '../../platform/context.js';
import { stateFor, type IntakeOutcome } from './intake-item.js';

const close = {
  name: 'intake_close',
  text: `UPDATE intake_item SET state = $2, outcome = $3::jsonb, document_id = $4::uuid, processed_at = $5
    WHERE id = $1 AND state IN ('received', 'failed') RETURNING 1 AS one`,
};

/** Writes down what became of an item; false when that was decided before, so that nothing may be done twice. */
export async function closeItem(ctx: Context, itemId: string, outcome: IntakeOutcome): Promise<boolean> {
  const documentId = 'documentId' in outcome ? (outcome.documentId ?? null) : null;
  const values = [
    itemId,
    stateFor(outcome.kind),
    JSON.stringify(outcome).replaceAll('\\u0000', ''),
    documentId,
    ctx.now,
  ];
  return (await ctx.tx.run(close, values)).length > 0;
}
