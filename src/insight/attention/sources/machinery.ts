import type { AttentionItem, AttentionSource } from '../attention-item.js';
import { retryingJob } from '../mending-calls.js';
import { dismissing, resending } from './mails.js';

/** A mailbox that nobody has begun to read for this long is not read. */
const graceMs = 2 * 60_000;

interface MailboxRow {
  readonly id: string;
  readonly name: string;
  readonly state: 'down' | 'new';
  readonly state_message: string | null;
  readonly state_at: Date | null;
}

/** What concerns no document: for administrators only. */
export const mailboxes: AttentionSource = {
  reasons: ['mailbox-down'],
  async find({ context, limit }) {
    const rows = await context.tx.query<MailboxRow>(
      `SELECT id, name, state, state_message, state_at FROM mailbox
       WHERE active AND (state = 'down' OR (state = 'new' AND state_at < $2)) ORDER BY state_at LIMIT $1`,
      [limit, new Date(context.now.getTime() - graceMs)],
    );
    return rows.map((row): AttentionItem => {
      const why =
        row.state === 'new'
          ? 'nothing has tried to read it since then; look whether a worker runs'
          : `${row.state_message ?? 'it cannot be reached'}. It is tried again by itself`;
      const path = `/api/mailboxes/${row.id}`;
      return {
        reason: 'mailbox-down',
        since: (row.state_at ?? context.now).toISOString(),
        message: `Letters to the mailbox "${row.name}" are not read: ${why}.`,
        mend: [
          { label: 'Try to read it now', method: 'POST', path: `${path}/retry`, body: {} },
          { label: 'Do not read it any more', method: 'PATCH', path, body: { active: false } },
        ],
      };
    });
  },
};

/** Arrivals that could not be registered. */
export const arrivals: AttentionSource = {
  reasons: ['intake-failed'],
  async find({ context, limit }) {
    const rows = await context.tx.query<{
      id: string;
      channel: string;
      subject: string | null;
      received_at: Date;
      reason: string | null;
    }>(
      `SELECT id, channel, subject, received_at, outcome ->> 'reason' AS reason FROM intake_item
       WHERE state = 'failed' ORDER BY received_at LIMIT $1`,
      [limit],
    );
    return rows.map((row): AttentionItem => ({
      reason: 'intake-failed',
      since: row.received_at.toISOString(),
      message: `${row.channel === 'mail' ? 'The letter' : 'The arrival'} "${row.subject ?? row.id}" was not registered: ${row.reason ?? 'no reason is known'}`,
      mend: [{ label: 'Try again', method: 'POST', path: `/api/intake/${row.id}/retry`, body: {} }],
    }));
  },
};

/** Jobs that were given up after all their tries. */
export const deadJobs: AttentionSource = {
  reasons: ['job-dead'],
  async find({ context, limit }) {
    const rows = await context.tx.query<{ id: string; task: string; last_error: string | null; created_at: Date }>(
      `SELECT id::text, task_identifier AS task, last_error, created_at FROM graphile_worker.jobs
       WHERE attempts >= max_attempts AND locked_at IS NULL ORDER BY created_at LIMIT $1`,
      [limit],
    );
    return rows.map((row): AttentionItem => ({
      reason: 'job-dead',
      since: row.created_at.toISOString(),
      message: `The job "${row.task}" was given up: ${(row.last_error ?? 'no error is known').slice(0, 500)}`,
      mend: [retryingJob(row.id)],
    }));
  },
};

/** Messages about no document that no run came to wait for in time. */
export const messagesOfNobody: AttentionSource = {
  reasons: ['message-unclaimed'],
  async find({ context, limit }) {
    const rows = await context.tx.query<{ id: string; name: string; sent_at: Date }>(
      `SELECT id, name, sent_at FROM route_message
       WHERE state = 'expired' AND document_id IS NULL ORDER BY sent_at LIMIT $1`,
      [limit],
    );
    return rows.map((row): AttentionItem => ({
      reason: 'message-unclaimed',
      since: row.sent_at.toISOString(),
      message: `No run waited for the message "${row.name}" in time.`,
      mend: [resending(row.id), dismissing(row.id)],
    }));
  },
};
