import type { Tx } from '../../platform/context.js';
import type { Page } from '../../platform/http/page.js';
import { badCursor } from '../read/page-cursor.js';

/** One event in the story of a document. */
export interface HistoryEntry {
  readonly id: string;
  readonly at: string;
  readonly actor: { readonly id: string; readonly name: string };
  readonly event: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

const page = {
  name: 'history_page',
  // The order names its table: a bare "id" would be the text of the select list, and "99" sorts after "100".
  text: `SELECT h.id::text, h.at, h.actor_id AS "actorId", h.actor_name AS "actorName", h.event, h.detail
    FROM document_history h WHERE h.document_id = $1 AND h.id > $2 ORDER BY h.id LIMIT $3`,
};

interface Row {
  readonly id: string;
  readonly at: Date;
  readonly actorId: string;
  readonly actorName: string;
  readonly event: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** The story from its beginning, or after `cursor`. @throws Refusal malformed for a cursor that is none */
export async function readHistory(
  tx: Tx,
  documentId: string,
  limit: number,
  cursor: string | undefined,
): Promise<Page<HistoryEntry>> {
  if (cursor !== undefined && !/^\d{1,18}$/.test(cursor)) throw badCursor();
  const rows = await tx.run<Row>(page, [documentId, cursor ?? '0', limit + 1]);
  const items = rows.slice(0, limit).map(({ id, at, actorId, actorName, event, detail }) => {
    return { id, at: at.toISOString(), actor: { id: actorId, name: actorName }, event, detail };
  });
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}
