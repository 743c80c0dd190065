import {
  documentColumns,
  documentOf,
  type AttentionItem,
  type AttentionSource,
  type DocumentColumns,
} from '../attention-item.js';

/** Mails about documents that were refused for good, or could not be sent in all tries. */
export const refusedMails: AttentionSource = async ({ context, visible, limit }) => {
  const parameters: unknown[] = [limit];
  const rows = await context.tx.query<
    DocumentColumns & { id: string; subject: string; answer: string | null; recipients: unknown; created_at: Date }
  >(
    `SELECT m.id, m.subject, m.answer, m.recipients -> 'to' AS recipients, m.created_at, ${documentColumns}
     FROM outgoing_message m JOIN document d ON d.id = m.document_id
     WHERE m.state = 'failed' AND ${visible(parameters)} ORDER BY m.created_at LIMIT $1`,
    parameters,
  );
  return rows.map((row): AttentionItem => ({
    reason: 'mail-refused',
    since: row.created_at.toISOString(),
    message: `The mail "${row.subject}" to ${addresses(row.recipients)} was not taken: ${row.answer ?? 'no answer'}`,
    document: documentOf(row),
    mend: [
      { label: 'Send it again', method: 'POST', path: `/api/mails/${row.id}/send`, body: {} },
      { label: 'Leave it', method: 'POST', path: `/api/mails/${row.id}/dismiss`, body: {} },
    ],
  }));
};

function addresses(recipients: unknown): string {
  if (!Array.isArray(recipients)) return 'nobody';
  return recipients.map((one: { address?: unknown }) => String(one.address)).join(', ');
}

/** Messages of routes that no run came to wait for in time. */
export const unclaimedMessages: AttentionSource = async ({ context, visible, limit }) => {
  const parameters: unknown[] = [limit];
  const rows = await context.tx.query<
    DocumentColumns & { id: string; name: string; sent_at: Date; from_run: string | null }
  >(
    `SELECT m.id, m.name, m.sent_at, m.from_run, ${documentColumns}
     FROM route_message m JOIN document d ON d.id = m.document_id
     WHERE m.state = 'expired' AND ${visible(parameters)} ORDER BY m.sent_at LIMIT $1`,
    parameters,
  );
  return rows.map((row): AttentionItem => ({
    reason: 'message-unclaimed',
    since: row.sent_at.toISOString(),
    message: `No run waited for the message "${row.name}" in time.`,
    document: documentOf(row),
    ...(row.from_run === null ? {} : { run: row.from_run }),
    mend: [
      {
        label: 'Send it again',
        method: 'POST',
        path: '/api/messages',
        body: { name: row.name, document: row.document_id },
      },
    ],
  }));
};
