import type { FoundItem, AttentionSource } from '../attention-item.js';
import { retryingJob } from '../mending-calls.js';
import { dismissing, resending } from './mails.js';
import { say, writtenDown, type Sentence } from '../../../platform/words/sentence.js';

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
    return rows.map((row): FoundItem => {
      const { name } = row;
      const message =
        row.state === 'new'
          ? say('Nothing has tried to read the mailbox "{name}" since then; look whether a worker runs.', { name })
          : say('Letters to the mailbox "{name}" are not read: {why}. It is tried again by itself.', {
              name,
              why: row.state_message === null ? say('it cannot be reached') : writtenDown(row.state_message),
            });
      const path = `/api/mailboxes/${row.id}`;
      return {
        reason: 'mailbox-down',
        since: (row.state_at ?? context.now).toISOString(),
        message,
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
    return rows.map((row): FoundItem => ({
      reason: 'intake-failed',
      since: row.received_at.toISOString(),
      message: notRegistered(row),
      mend: [{ label: 'Try again', method: 'POST', path: `/api/intake/${row.id}/retry`, body: {} }],
    }));
  },
};

function notRegistered(row: { channel: string; subject: string | null; id: string; reason: string | null }): Sentence {
  const subject = row.subject ?? row.id;
  const why = row.reason === null ? say('no reason is known') : writtenDown(row.reason);
  return row.channel === 'mail'
    ? say('The letter "{subject}" was not registered: {why}', { subject, why })
    : say('The arrival "{subject}" was not registered: {why}', { subject, why });
}

/** Jobs that were given up after all their tries. */
export const deadJobs: AttentionSource = {
  reasons: ['job-dead'],
  async find({ context, limit }) {
    const rows = await context.tx.query<{ id: string; task: string; last_error: string | null; created_at: Date }>(
      `SELECT id::text, task_identifier AS task, last_error, created_at FROM graphile_worker.jobs
       WHERE attempts >= max_attempts AND locked_at IS NULL ORDER BY created_at LIMIT $1`,
      [limit],
    );
    return rows.map((row): FoundItem => ({
      reason: 'job-dead',
      since: row.created_at.toISOString(),
      message: say('The job "{task}" was given up: {error}', {
        task: row.task,
        error: row.last_error?.slice(0, 500) ?? say('no error is known'),
      }),
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
    return rows.map((row): FoundItem => ({
      reason: 'message-unclaimed',
      since: row.sent_at.toISOString(),
      message: say('No run waited for the message "{name}" in time.', { name: row.name }),
      mend: [resending(row.id), dismissing(row.id)],
    }));
  },
};
