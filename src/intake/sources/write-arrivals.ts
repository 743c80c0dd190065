import { Injectable } from '@nestjs/common';
import type { Context } from '../../platform/context.js';
import type { StoredBytes } from '../../platform/files/file-store.js';
import { newId } from '../../platform/ids.js';
import { JobQueue } from '../../platform/jobs/job-queue.js';
import type { IntakeChannel } from '../items/intake-item.js';

/** The job that turns one intake item into a document; its payload is `{itemId}`. */
export const processJob = 'intake.process';
/** After so many tries, about four minutes, an arrival is registered with nothing but its raw form. */
export const processAttempts = 6;

/** Something that arrived; its raw bytes are in the file store already. */
export interface Arrival {
  readonly channel: IntakeChannel;
  readonly source: string;
  /** Unique in its channel: the same arrival told twice is written down once. */
  readonly sourceKey: string;
  readonly stream: string;
  readonly raw: StoredBytes;
  readonly rawType: string;
  readonly sender?: string;
  readonly subject?: string;
  readonly messageId?: string;
}

/** An arrival that was written down, by its place in the list that was given. */
export interface WrittenArrival {
  readonly id: string;
  readonly sourceKey: string;
}

// Arrivals are written one transaction after the other: whoever looks for an earlier copy of a letter sees it.
const orderLock = { name: 'intake_order', text: 'SELECT pg_advisory_xact_lock(1768843621)' };

const insert = {
  name: 'intake_write',
  text: `INSERT INTO intake_item (id, channel, source, source_key, stream, received_at, raw_sha256, raw_size, raw_type,
      sender, subject, message_id, state)
    SELECT a.id, a.channel, a.source, a."sourceKey", a.stream, $2::timestamptz, a.sha256, a.size, a."rawType", a.sender,
      a.subject, a."messageId", 'received'
    FROM jsonb_to_recordset($1::jsonb) AS a (id uuid, channel text, source text, "sourceKey" text, stream text,
      sha256 text, size bigint, "rawType" text, sender text, subject text, "messageId" text)
    ON CONFLICT (channel, source_key) DO NOTHING
    RETURNING id, source_key AS "sourceKey"`,
};

/** Writes arrivals down, each with the job that will process it. */
@Injectable()
export class WriteArrivals {
  constructor(private readonly jobs: JobQueue) {}

  /**
   * Answers those that were new. @param delayMs how long the job waits, for a caller that processes the item at once and
   * needs the job only in case it does not come to that
   */
  async execute(ctx: Context, arrivals: readonly Arrival[], delayMs = 0): Promise<WrittenArrival[]> {
    if (arrivals.length === 0) return [];
    await ctx.tx.run(orderLock, []);
    const rows = arrivals.map(({ raw, sender, subject, messageId, ...arrival }) => ({
      id: newId(),
      ...arrival,
      ...raw,
      ...{ sender: storable(sender), subject: storable(subject), messageId: storable(messageId) },
    }));
    const written = await ctx.tx.run<WrittenArrival>(insert, [JSON.stringify(rows), ctx.now]);
    await Promise.all(written.map(({ id }) => this.enqueue(ctx, id, delayMs)));
    return written;
  }

  /** Lets an item be processed by a job; one that waits already is replaced. */
  async enqueue(ctx: Context, itemId: string, delayMs = 0): Promise<void> {
    await this.jobs.add(
      ctx.tx,
      processJob,
      { itemId },
      {
        key: `intake ${itemId}`,
        maxAttempts: processAttempts,
        ...(delayMs > 0 ? { runAt: new Date(ctx.now.getTime() + delayMs) } : {}),
      },
    );
  }
}

/** PostgreSQL keeps neither NUL nor halves of surrogate pairs. */
function storable(text: string | undefined): string | null {
  return text === undefined ? null : text.replace(/[\0\p{Cs}]/gu, '').slice(0, 1000);
}
