import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { systemActor } from '../../organisation/directory/actors.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { JobRegistry, type JobRun } from '../../platform/jobs/job-registry.js';
import { SecretBox } from '../../platform/secrets/secret-box.js';
import { ATTACHMENT_SOURCE, type AttachmentSource } from './attachment-source.js';
import { composeMail } from './compose-mail.js';
import { MailSender } from './mail-sender.js';
import { mailSecretPurpose, sendMailJobName, type OutgoingMessageRow, type SealedTexts } from './outgoing-message.js';

/**
 * Sends one queued mail. Sending happens outside of any transaction; a crash between sending and noting it sends the
 * mail again with the same Message-ID, by which receivers recognise it.
 */
@Injectable()
export class SendMailJob implements OnModuleInit {
  private readonly logger = new Logger('Mail');

  constructor(
    private readonly registry: JobRegistry,
    private readonly unitOfWork: UnitOfWork,
    private readonly sender: MailSender,
    private readonly secrets: SecretBox,
    @Inject(ATTACHMENT_SOURCE) private readonly attachments: AttachmentSource,
  ) {}

  onModuleInit(): void {
    this.registry.register(sendMailJobName, (payload, run) => this.run(payload, run));
  }

  /** Does nothing for a mail that was sent or refused before. @throws MailDelayed so that the job is tried again */
  async run(payload: unknown, { attempt, maxAttempts }: JobRun): Promise<void> {
    const { id } = payload as { id: string };
    const [row] = await this.unitOfWork.read<OutgoingMessageRow>('SELECT * FROM outgoing_message WHERE id = $1', [id]);
    if (row?.state !== 'queued') return;
    try {
      const { state, answer } = await this.sender.send(await this.compose(row));
      await this.note(id, state === 'sent' ? 'sent' : 'failed', answer);
      if (state === 'refused') this.logger.warn(`The mail ${row.message_id} was refused: ${answer}`);
    } catch (error) {
      const last = attempt >= maxAttempts;
      await this.note(id, last ? 'failed' : 'queued', (error as Error).message);
      throw error;
    }
  }

  private async compose(row: OutgoingMessageRow): Promise<ReturnType<typeof composeMail>> {
    const { attachments, sealed, ...content } = row.content;
    return composeMail({
      ...content,
      ...(sealed === undefined ? {} : this.opened(row.id, sealed)),
      ...row.recipients,
      messageId: row.message_id,
      date: row.created_at,
      subject: row.subject,
      attachments: await Promise.all(attachments.map((fileId) => this.attachments.read(fileId))),
    });
  }

  private opened(id: string, sealed: string): SealedTexts {
    return JSON.parse(this.secrets.unseal(mailSecretPurpose, id, sealed)) as SealedTexts;
  }

  /** Of a mail that has been sent nobody needs the secret any more. */
  private async note(id: string, state: OutgoingMessageRow['state'], answer: string): Promise<void> {
    await this.unitOfWork.run(systemActor, ({ tx, now }) =>
      tx.query(
        `UPDATE outgoing_message SET state = $2, answer = $3, attempts = attempts + 1, sent_at = $4,
           content = CASE WHEN $2 = 'sent' THEN content - 'sealed' ELSE content END WHERE id = $1`,
        [id, state, answer, state === 'sent' ? now : null],
      ),
    );
  }
}
