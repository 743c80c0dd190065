import { Injectable } from '@nestjs/common';
import { writeHistory } from '../../documents/history/write-history.js';
import { ReadDocuments } from '../../documents/read/read-documents.js';
import { adminRole } from '../../organisation/access/grant.js';
import type { Context } from '../../platform/context.js';
import { Refusal } from '../../platform/errors.js';
import { isUuid } from '../../platform/ids.js';
import { JobQueue } from '../../platform/jobs/job-queue.js';
import type { MessageView } from './read-messages.js';
import { runJobs } from './run-record.js';
import { messageLifeMs } from './send-thrown.js';

interface MessageRow {
  readonly name: string;
  readonly state: MessageView['state'];
  readonly document_id: string | null;
}

/** Messages that no run came to wait for in time: they are sent once more as they were, or left. */
@Injectable()
export class UnclaimedMessages {
  constructor(
    private readonly documents: ReadDocuments,
    private readonly jobs: JobQueue,
  ) {}

  /**
   * Looks for a receiver again, for as long as a new message would be kept. May be said twice.
   * @throws Refusal notFound, forbidden, conflict when somebody has had it
   */
  async resend(context: Context, id: string): Promise<void> {
    const { tx, now } = context;
    const message = await this.locked(context, id);
    if (message.state === 'waiting') return;
    if (message.state === 'delivered')
      throw new Refusal('conflict', 'delivered-already', 'A run has had this message already.');
    const expires = new Date(now.getTime() + messageLifeMs);
    await tx.query(`UPDATE route_message SET state = 'waiting', expires_at = $2 WHERE id = $1`, [id, expires]);
    await this.jobs.add(tx, runJobs.deliverMessage, { id });
    await this.tell(context, id, message, 'message.sent-again');
  }

  /** Nobody needs it any more. May be said twice. @throws Refusal notFound, forbidden, conflict when it is not over */
  async dismiss(context: Context, id: string): Promise<void> {
    const message = await this.locked(context, id);
    if (message.state === 'dismissed') return;
    if (message.state !== 'expired')
      throw new Refusal('conflict', 'not-unclaimed', 'This message has not gone unclaimed; there is nothing to leave.');
    await context.tx.query(`UPDATE route_message SET state = 'dismissed' WHERE id = $1`, [id]);
    await this.tell(context, id, message, 'message.dismissed');
  }

  /** Whoever could have sent it may do this. */
  private async locked(context: Context, id: string): Promise<MessageRow> {
    const admin = context.actor.roles.includes(adminRole);
    const [message] = isUuid(id)
      ? await context.tx.query<MessageRow>(
          'SELECT name, state, document_id FROM route_message WHERE id = $1 FOR UPDATE',
          [id],
        )
      : [];
    if (!message || (message.document_id === null && !admin))
      throw new Refusal('notFound', 'unknown-message', 'There is no such message.');
    if (message.document_id !== null) await this.documents.row(context, message.document_id, 'edit');
    return message;
  }

  private async tell(context: Context, id: string, { name, document_id }: MessageRow, event: string): Promise<void> {
    if (document_id !== null) await writeHistory(context, document_id, event, { message: id, name });
  }
}
