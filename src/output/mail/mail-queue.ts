import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../../platform/config.js';
import type { Context } from '../../platform/context.js';
import { newId } from '../../platform/ids.js';
import { JobQueue } from '../../platform/jobs/job-queue.js';
import { SecretBox } from '../../platform/secrets/secret-box.js';
import { isMessageId, plainText } from './compose-mail.js';
import { checkAddress, oneLine, parseMailbox, type MailAddress } from './mail-address.js';
import {
  mailSecretPurpose,
  sendMailJobName,
  type OutgoingContent,
  type OutgoingRecipients,
  type SealedTexts,
} from './outgoing-message.js';

/** A mail to be sent after the transaction is committed. */
export interface MailToQueue {
  /** What the mail is, for lists: the key of its template, e.g. `sales/request-receipt`. */
  readonly kind: string;
  readonly documentId: string | null;
  readonly to: readonly MailAddress[];
  readonly cc?: readonly MailAddress[];
  readonly replyTo?: MailAddress;
  readonly subject: string;
  readonly html: string;
  readonly text?: string;
  /** It holds a link that opens something: its text is kept encrypted until it is sent, and not longer. */
  readonly secret?: boolean;
  readonly inReplyTo?: string;
  readonly references?: readonly string[];
  readonly autoSubmitted?: 'auto-replied' | 'auto-generated';
  /** Letters with the same one stand together in the reader's mail program; of the form of `key`. */
  readonly thread?: string;
  /** Where the reader can turn such letters off (List-Unsubscribe, RFC 2369). */
  readonly unsubscribe?: string;
  /** Ids of files. */
  readonly attachments?: readonly string[];
  /**
   * What makes this mail the same when it is queued again (e.g. `receipt-<document id>`); letters, digits, `.`, `_`,
   * `-`. Absent: every call is another mail.
   */
  readonly key?: string;
}

export interface QueuedMail {
  readonly id: string;
  readonly messageId: string;
  /** True when a mail with this key was queued before; nothing was added. */
  readonly repeated: boolean;
}

/** Sending can wait for what people wait for: registrations, decisions, papers. */
const mailPriority = 10;

/** Writes mails as rows of the caller's transaction, each with the job that sends it. */
@Injectable()
export class MailQueue {
  private readonly from: MailAddress;

  constructor(
    @Inject(CONFIG) config: Pick<Config, 'mailFrom'>,
    private readonly jobs: JobQueue,
    private readonly secrets: SecretBox,
  ) {
    this.from = parseMailbox(config.mailFrom);
  }

  /** @throws Refusal `mail-address` for a recipient that no mail can go to */
  async add(ctx: Context, mail: MailToQueue): Promise<QueuedMail> {
    const id = newId();
    const messageId = this.messageId(mail.key ?? id);
    const recipients: OutgoingRecipients = { to: mail.to.map(checked), cc: (mail.cc ?? []).map(checked) };
    const texts: SealedTexts = { html: mail.html, text: mail.text ?? plainText(mail.html) };
    const content: OutgoingContent = {
      ...(mail.secret ? this.sealed(id, texts) : texts),
      from: this.from,
      ...(mail.replyTo ? { replyTo: checked(mail.replyTo) } : {}),
      ...(isMessageId(mail.inReplyTo) ? { inReplyTo: mail.inReplyTo } : {}),
      references: [
        ...(mail.thread ? [this.messageId(mail.thread)] : []),
        ...(mail.references ?? []).filter(isMessageId),
      ],
      ...(mail.unsubscribe ? { unsubscribe: mail.unsubscribe } : {}),
      ...(mail.autoSubmitted ? { autoSubmitted: mail.autoSubmitted } : {}),
      attachments: mail.attachments ?? [],
    };
    const values = [id, mail.documentId, messageId, mail.kind, recipients, oneLine(mail.subject), content, ctx.now];
    const inserted = await ctx.tx.run<{ id: string }>(insertMessage, values);
    if (inserted.length > 0) {
      await this.jobs.add(ctx.tx, sendMailJobName, { id }, { key: `mail:${id}`, priority: mailPriority });
      return { id, messageId, repeated: false };
    }
    const [first] = await ctx.tx.query<{ id: string }>('SELECT id FROM outgoing_message WHERE message_id = $1', [
      messageId,
    ]);
    return { id: first?.id ?? id, messageId, repeated: true };
  }

  private sealed(id: string, texts: SealedTexts): SealedTexts & { sealed: string } {
    return { html: '', text: '', sealed: this.secrets.seal(mailSecretPurpose, id, JSON.stringify(texts)) };
  }

  private messageId(key: string): string {
    if (!/^[\w.-]{1,160}$/.test(key)) {
      throw new Error(`The key of a mail is "${key}"; expected letters, digits, ".", "_" and "-".`);
    }
    return `<${key}@${this.from.address.slice(this.from.address.indexOf('@') + 1)}>`;
  }
}

const insertMessage = {
  name: 'outgoing_message_insert',
  text: `INSERT INTO outgoing_message (id, document_id, message_id, kind, recipients, subject, content, state, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, 'queued', $8) ON CONFLICT (message_id) DO NOTHING RETURNING id`,
};

function checked({ address, name }: MailAddress): MailAddress {
  const plain = oneLine(name ?? '');
  return plain === '' ? { address: checkAddress(address) } : { address: checkAddress(address), name: plain };
}
