import type { MailAddress } from './mail-address.js';

/** What is kept of a mail beside its columns (`outgoing_message.content`). */
export interface OutgoingContent {
  readonly html: string;
  readonly text: string;
  /** Both, encrypted, of a mail that holds a secret; taken away when it has been sent. */
  readonly sealed?: string;
  readonly from: MailAddress;
  readonly replyTo?: MailAddress;
  readonly inReplyTo?: string;
  readonly references?: readonly string[];
  readonly autoSubmitted?: 'auto-replied' | 'auto-generated';
  readonly unsubscribe?: string;
  /** Files attached when the mail is sent, by id. */
  readonly attachments: readonly string[];
}

export interface OutgoingRecipients {
  readonly to: readonly MailAddress[];
  readonly cc: readonly MailAddress[];
}

/** A row of `outgoing_message`. */
export interface OutgoingMessageRow {
  readonly id: string;
  readonly document_id: string | null;
  readonly message_id: string;
  readonly kind: string;
  readonly recipients: OutgoingRecipients;
  readonly subject: string;
  readonly content: OutgoingContent;
  readonly state: 'queued' | 'sent' | 'failed';
  readonly attempts: number;
  readonly answer: string | null;
  readonly created_at: Date;
  readonly sent_at: Date | null;
}

/** What `sealed` holds; the key is of its own, and the id of the mail belongs to it. */
export type SealedTexts = Pick<OutgoingContent, 'html' | 'text'>;
export const mailSecretPurpose = 'mail';

/** Name of the job that sends one message: payload `{ id }`. */
export const sendMailJobName = 'output.send-mail';
