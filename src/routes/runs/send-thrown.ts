import type { Context } from '../../platform/context.js';
import { newId } from '../../platform/ids.js';
import type { JobQueue } from '../../platform/jobs/job-queue.js';
import { runJobs, type RunRecord, type Thrown } from './run-record.js';
import { keyText } from './save-subscriptions.js';

/** A message that nobody waits for is kept for this long. */
export const messageLifeMs = 7 * 24 * 3_600_000;

/** A message to be sent, with what is told beside its name. */
export interface MessageToSend {
  readonly name: string;
  readonly key?: unknown;
  readonly variables: Readonly<Record<string, unknown>>;
  /** The document of the sender: runs of it are looked at first, and routes that the message starts are for it. */
  readonly documentId: string | null;
  readonly fromRun: string | null;
}

/** Writes down a message, with the job that delivers it. Both are sent at once. */
export function sendMessage(
  context: Context,
  jobs: JobQueue,
  message: MessageToSend,
): { readonly id: string; readonly written: Promise<unknown> } {
  const id = newId();
  const { name, key, variables, documentId, fromRun } = message;
  const expires = new Date(context.now.getTime() + messageLifeMs);
  const row = context.tx.query(
    `INSERT INTO route_message (id, name, key, variables, document_id, from_run, sent_by, sent_at, expires_at, state)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'waiting')`,
    [id, name, keyText(key), JSON.stringify(variables), documentId, fromRun, context.actor.id, context.now, expires],
  );
  return { id, written: Promise.all([row, jobs.add(context.tx, runJobs.deliverMessage, { id })]) };
}

/** A signal that was thrown, or sent from outside. */
export interface SentSignal {
  readonly id: string;
  readonly name: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Routes that the signal starts are for it. */
  readonly documentId: string | null;
  readonly fromRun: string | null;
}

/** Sends a signal to whoever waits for it when the job comes to it. */
export function sendSignal(
  { tx }: Context,
  jobs: JobQueue,
  signal: Omit<SentSignal, 'id'>,
): { readonly id: string; readonly written: Promise<unknown> } {
  const id = newId();
  return { id, written: jobs.add(tx, runJobs.broadcastSignal, { id, ...signal }) };
}

/** Messages and signals that a step of a run has thrown, for all other runs; jobs deliver them after the commit. */
export function sendThrown(
  context: Context,
  jobs: JobQueue,
  run: RunRecord,
  thrown: readonly Thrown[],
): Promise<unknown>[] {
  const from = { documentId: run.documentId, fromRun: run.id };
  return thrown.map(({ kind, name, key, variables }) =>
    kind === 'message'
      ? sendMessage(context, jobs, { name, key, variables, ...from }).written
      : sendSignal(context, jobs, { name, variables, ...from }).written,
  );
}
