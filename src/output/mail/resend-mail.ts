import { Injectable } from '@nestjs/common';
import { writeHistory } from '../../documents/history/write-history.js';
import { ReadDocuments } from '../../documents/read/read-documents.js';
import { adminRole } from '../../organisation/access/grant.js';
import type { Context } from '../../platform/context.js';
import { Refusal } from '../../platform/errors.js';
import { isUuid } from '../../platform/ids.js';
import { JobQueue } from '../../platform/jobs/job-queue.js';
import { sendMailJobName } from './outgoing-message.js';

interface FailedMail {
  readonly document_id: string | null;
  readonly state: string;
  readonly subject: string;
}

/** What has become of a mail. */
export interface MailState {
  readonly id: string;
  readonly state: 'queued' | 'dismissed';
}

/** What a person does about a mail that no server took. */
@Injectable()
export class ResendMail {
  constructor(
    private readonly documents: ReadDocuments,
    private readonly jobs: JobQueue,
  ) {}

  /** Queues it again under its first Message-ID. @throws Refusal notFound, forbidden, conflict unless it has failed */
  async send(context: Context, id: string): Promise<MailState> {
    await this.change(context, id, 'queued', 'mail.sent-again');
    await this.jobs.add(context.tx, sendMailJobName, { id }, { key: `mail:${id}` });
    return { id, state: 'queued' };
  }

  /** Gives it up. @throws Refusal notFound, forbidden, conflict unless it has failed */
  async dismiss(context: Context, id: string): Promise<MailState> {
    await this.change(context, id, 'dismissed', 'mail.dismissed');
    return { id, state: 'dismissed' };
  }

  private async change(context: Context, id: string, state: string, event: string): Promise<void> {
    const { tx, actor } = context;
    const [mail] = isUuid(id)
      ? await tx.query<FailedMail>(
          'SELECT document_id, state, subject FROM outgoing_message WHERE id = $1 FOR UPDATE',
          [id],
        )
      : [];
    if (!mail) throw new Refusal('notFound', 'unknown-mail', 'There is no such mail.');
    if (mail.document_id !== null) await this.documents.row(context, mail.document_id, 'edit');
    else if (!actor.roles.includes(adminRole))
      throw new Refusal('forbidden', 'admin-only', 'A mail about no document is looked after by an administrator.');
    if (mail.state !== 'failed') {
      throw new Refusal('conflict', 'not-failed', 'This mail has not failed; only one that failed can be sent again.');
    }
    await tx.query(
      `UPDATE outgoing_message SET state = $2, content = CASE WHEN $2 = 'dismissed' THEN content - 'sealed' ELSE content END
       WHERE id = $1`,
      [id, state],
    );
    if (mail.document_id !== null)
      await writeHistory(context, mail.document_id, event, { mail: id, subject: mail.subject });
  }
}
