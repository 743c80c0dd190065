import type { Tx } from '../../platform/context.js';
import type { OutgoingRecipients } from './outgoing-message.js';

/** A letter that left, or is to leave. */
export interface MailView {
  readonly id: string;
  /** What it is for, such as `receipt` or `reminder`. */
  readonly kind: string;
  readonly recipients: OutgoingRecipients;
  readonly subject: string;
  readonly state: 'queued' | 'sent' | 'failed' | 'dismissed';
  readonly attempts: number;
  /** What the mail server said last. */
  readonly answer: string | null;
  readonly messageId: string;
  readonly text: string;
  readonly createdAt: Date;
  readonly sentAt: Date | null;
}

/** The letters about a document, oldest first. */
export function readMails(tx: Tx, documentId: string): Promise<MailView[]> {
  return tx.query<MailView>(
    `SELECT id, kind, recipients, subject, state, attempts, answer, message_id AS "messageId",
       content -> 'text' AS text, created_at AS "createdAt", sent_at AS "sentAt"
     FROM outgoing_message WHERE document_id = $1 ORDER BY created_at`,
    [documentId],
  );
}
