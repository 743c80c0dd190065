import {
  documentColumns,
  documentOf,
  type FoundItem,
  type AttentionSource,
  type DocumentColumns,
  type MendingCall,
} from '../attention-item.js';
import { say, writtenDown, type Value } from '../../../platform/words/sentence.js';

type MailRow = DocumentColumns & {
  readonly id: string;
  readonly subject: string;
  readonly answer: string | null;
  readonly recipients: unknown;
  readonly created_at: Date;
};

/** Mails about documents that were refused for good, or could not be sent in all tries. */
export const refusedMails: AttentionSource = {
  reasons: ['mail-refused'],
  async find({ context, visible, limit }) {
    const parameters: unknown[] = [limit];
    const rows = await context.tx.query<MailRow>(
      `SELECT m.id, m.subject, m.answer, m.recipients -> 'to' AS recipients, m.created_at, ${documentColumns}
       FROM outgoing_message m JOIN document d ON d.id = m.document_id
       WHERE m.state = 'failed' AND ${visible(parameters)} ORDER BY m.created_at LIMIT $1`,
      parameters,
    );
    return rows.map((row): FoundItem => ({
      reason: 'mail-refused',
      since: row.created_at.toISOString(),
      message: say('The mail "{subject}" to {recipients} was not taken: {answer}', {
        subject: row.subject,
        recipients: addresses(row.recipients),
        answer: row.answer === null ? say('no answer') : writtenDown(row.answer),
      }),
      document: documentOf(row),
      mend: [
        { label: 'Send it again', method: 'POST', path: `/api/mails/${row.id}/send`, body: {} },
        { label: 'Leave it', method: 'POST', path: `/api/mails/${row.id}/dismiss`, body: {} },
      ],
    }));
  },
};

function addresses(recipients: unknown): Value {
  if (!Array.isArray(recipients)) return say('nobody');
  return recipients.map((one: { address?: unknown }) => String(one.address));
}

type MessageRow = DocumentColumns & {
  readonly id: string;
  readonly name: string;
  readonly sent_at: Date;
  readonly from_run: string | null;
};

/** Messages of routes that no run came to wait for in time. */
export const unclaimedMessages: AttentionSource = {
  reasons: ['message-unclaimed'],
  async find({ context, visible, limit }) {
    const parameters: unknown[] = [limit];
    const rows = await context.tx.query<MessageRow>(
      `SELECT m.id, m.name, m.sent_at, m.from_run, ${documentColumns}
       FROM route_message m JOIN document d ON d.id = m.document_id
       WHERE m.state = 'expired' AND ${visible(parameters)} ORDER BY m.sent_at LIMIT $1`,
      parameters,
    );
    return rows.map((row): FoundItem => ({
      reason: 'message-unclaimed',
      since: row.sent_at.toISOString(),
      message: say('No run waited for the message "{name}" in time.', { name: row.name }),
      document: documentOf(row),
      ...(row.from_run === null ? {} : { run: row.from_run }),
      mend: [resending(row.id), dismissing(row.id)],
    }));
  },
};

/** As it was, with its key and its variables. */
export function resending(message: string): MendingCall {
  return { label: 'Send it again', method: 'POST', path: `/api/messages/${message}/resend`, body: {} };
}

/** Nobody needs it any more. */
export function dismissing(message: string): MendingCall {
  return { label: 'Leave it', method: 'POST', path: `/api/messages/${message}/dismiss`, body: {} };
}
