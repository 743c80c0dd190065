import type { AttentionItem, AttentionSource } from '../attention-item.js';

/** What concerns no document: for administrators only. */
export const mailboxes: AttentionSource = async ({ context, limit }) => {
  const rows = await context.tx.query<{ name: string; state_message: string | null; state_at: Date | null }>(
    `SELECT name, state_message, state_at FROM mailbox WHERE active AND state = 'down' ORDER BY state_at LIMIT $1`,
    [limit],
  );
  return rows.map((row): AttentionItem => ({
    reason: 'mailbox-down',
    since: (row.state_at ?? context.now).toISOString(),
    message: `Letters to the mailbox "${row.name}" are not read: ${row.state_message ?? 'it cannot be reached'}. It is tried again by itself.`,
    mend: [],
  }));
};

/** Arrivals that could not be registered. */
export const arrivals: AttentionSource = async ({ context, limit }) => {
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
};

/** Jobs that were given up after all their tries. */
export const deadJobs: AttentionSource = async ({ context, limit }) => {
  const rows = await context.tx.query<{ id: string; task: string; last_error: string | null; created_at: Date }>(
    `SELECT id::text, task_identifier AS task, last_error, created_at FROM graphile_worker.jobs
     WHERE attempts >= max_attempts AND locked_at IS NULL ORDER BY created_at LIMIT $1`,
    [limit],
  );
  return rows.map((row): AttentionItem => ({
    reason: 'job-dead',
    since: row.created_at.toISOString(),
    message: `The job "${row.task}" was given up: ${(row.last_error ?? 'no error is known').slice(0, 500)}`,
    mend: [{ label: 'Try again', method: 'POST', path: `/api/jobs/${row.id}/retry`, body: {} }],
  }));
};
