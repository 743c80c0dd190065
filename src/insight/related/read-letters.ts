import type { Context } from '../../platform/context.js';
import type { DocumentPointer, VisibleDocuments } from '../../documents/access/visible-documents.js';
import type { MailView } from '../../output/mail/read-mails.js';
import { aroundSql, pointerColumns, pointerOf, type WithPointer } from './around.js';

/** A letter that left, or is to leave, about a document or a related one. */
export interface RelatedLetter {
  readonly id: string;
  readonly subject: string;
  /** Addresses that it goes to. */
  readonly to: readonly string[];
  readonly state: MailView['state'];
  /** When it was sent, or written while it was not; ISO 8601. */
  readonly at: string;
  readonly document: DocumentPointer;
}

type LetterRow = WithPointer<Pick<MailView, 'id' | 'subject' | 'recipients' | 'state'> & { readonly at: Date }>;

/** The newest letters around a document, of documents that the reader may see. */
export async function readLetters(
  ctx: Context,
  visible: VisibleDocuments,
  id: string,
  limit: number,
): Promise<RelatedLetter[]> {
  const values: unknown[] = [id, limit];
  const rows = await ctx.tx.query<LetterRow>(
    `SELECT m.id, m.subject, m.recipients, m.state, coalesce(m.sent_at, m.created_at) AS at, ${pointerColumns}
     FROM (${aroundSql}) a JOIN document d ON d.id = a.id JOIN outgoing_message m ON m.document_id = d.id
     WHERE ${visible.condition(ctx.actor, values)} ORDER BY m.created_at DESC, m.id LIMIT $2`,
    values,
  );
  return rows.map((row) => ({
    ...{ id: row.id, subject: row.subject, to: row.recipients.to.map(({ address }) => address), state: row.state },
    ...{ at: row.at.toISOString(), document: pointerOf(row) },
  }));
}
