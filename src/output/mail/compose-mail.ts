import { compile } from 'html-to-text';
import type { SendMailOptions } from 'nodemailer';
import { Refusal } from '../../platform/errors.js';
import { checkAddress, oneLine, type MailAddress } from './mail-address.js';

export interface MailAttachment {
  readonly name: string;
  /** Media type; anything that is not one is left out, and the ending of the name decides. */
  readonly type: string;
  readonly bytes: Uint8Array;
}

export interface MailToCompose {
  /** With angle brackets; the same mail composed again has the same one, so that a repeat is recognised. */
  readonly messageId: string;
  readonly date: Date;
  readonly from: MailAddress;
  readonly replyTo?: MailAddress;
  readonly to: readonly MailAddress[];
  readonly cc?: readonly MailAddress[];
  readonly subject: string;
  readonly html: string;
  /** Made from the HTML when absent. */
  readonly text?: string;
  /** Message-ID of the letter that is answered, and of those before it, oldest first; what is no id is left out. */
  readonly inReplyTo?: string;
  readonly references?: readonly string[];
  /** RFC 3834: `auto-replied` for an acknowledgement, `auto-generated` for what no letter asked for. */
  readonly autoSubmitted?: 'auto-replied' | 'auto-generated';
  /** An http address, for List-Unsubscribe. */
  readonly unsubscribe?: string;
  readonly attachments?: readonly MailAttachment[];
}

const messageIdForm = /^<[^\s<>@\u0000-\u001f]{1,200}@[^\s<>@\u0000-\u001f]{1,200}>$/;
const mediaTypeForm = /^[a-z0-9][a-z0-9!#$&^_.+-]{0,63}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,63}$/i;
const mostReferences = 20;
const longestSubject = 250;

/**
 * The mail as nodemailer sends it. No text of outside can add a header, a recipient or a part: lines are joined,
 * addresses and ids are checked, attachments have plain names.
 * @throws Refusal `mail-address`, `mail-recipients`, `mail-message-id`
 */
export function composeMail(mail: MailToCompose): SendMailOptions {
  if (!messageIdForm.test(mail.messageId)) {
    throw new Refusal('invalid', 'mail-message-id', 'A Message-ID has the form <unique@domain>.');
  }
  if (mail.to.length === 0) throw new Refusal('invalid', 'mail-recipients', 'A mail needs at least one recipient.');
  const inReplyTo = isMessageId(mail.inReplyTo) ? mail.inReplyTo : undefined;
  const references = [...new Set([...(mail.references ?? []), ...(inReplyTo ? [inReplyTo] : [])])]
    .filter(isMessageId)
    .slice(-mostReferences);
  return {
    messageId: mail.messageId,
    date: mail.date,
    from: checked(mail.from),
    replyTo: mail.replyTo && checked(mail.replyTo),
    to: mail.to.map(checked),
    cc: mail.cc?.map(checked),
    subject: oneLine(mail.subject).slice(0, longestSubject),
    html: mail.html,
    text: mail.text ?? plainText(mail.html),
    inReplyTo,
    references: references.length > 0 ? references : undefined,
    headers: {
      ...(mail.autoSubmitted ? { 'Auto-Submitted': mail.autoSubmitted } : {}),
      ...(mail.unsubscribe ? { 'List-Unsubscribe': `<${oneLine(encodeURI(mail.unsubscribe))}>` } : {}),
    },
    attachments: mail.attachments?.map(attachment),
    // Contents come as bytes only; a path or address in them is never followed.
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

/** True for one id in angle brackets, as RFC 5322 (3.6.4) has it. */
export function isMessageId(value: string | undefined): value is string {
  return value !== undefined && messageIdForm.test(value);
}

/** The HTML of a mail as plain text: links with their addresses, tables cell by cell, no pictures. */
export function plainText(html: string): string {
  return toText(html).trim();
}

const toText = compile({
  wordwrap: 76,
  selectors: [
    { selector: 'img', format: 'skip' },
    { selector: 'style', format: 'skip' },
    { selector: 'a', options: { hideLinkHrefIfSameAsText: true } },
    ...['h1', 'h2', 'h3'].map((selector) => ({ selector, options: { uppercase: false } })),
  ],
});

/** A name of a file that no system takes for a path, a device or something else than it is. */
export function safeFileName(name: string): string {
  const plain = oneLine(name.normalize('NFC'))
    .replace(/[\\/:*?"<>|]+/g, '-')
    .replace(/^[.\s-]+|[.\s]+$/g, '');
  if (plain === '') return 'attachment';
  if (plain.length <= 150) return plain;
  const ending = /\.[^.]{1,10}$/.exec(plain)?.[0] ?? '';
  return plain.slice(0, 150 - ending.length).trimEnd() + ending;
}

function checked({ address, name }: MailAddress): { address: string; name: string } {
  return { address: checkAddress(address), name: oneLine(name ?? '').slice(0, 200) };
}

function attachment({ name, type, bytes }: MailAttachment): NonNullable<SendMailOptions['attachments']>[number] {
  return {
    filename: safeFileName(name),
    ...(mediaTypeForm.test(type) ? { contentType: type.toLowerCase() } : {}),
    contentDisposition: 'attachment',
    content: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
  };
}
