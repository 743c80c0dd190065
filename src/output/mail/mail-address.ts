import { domainToASCII } from 'node:url';
import { Refusal } from '../../platform/errors.js';
import { say } from '../../platform/words/sentence.js';

/** Somebody a mail goes to or comes from. */
export interface MailAddress {
  readonly address: string;
  readonly name?: string;
}

/** Characters that end a header line or hide what a text is: controls and bidirectional overrides. */
const unsafeCharacters = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]+/g;

/** A text as one line, for headers and names of files. */
export function oneLine(text: string): string {
  return text.replace(unsafeCharacters, ' ').replace(/ {2,}/g, ' ').trim();
}

/**
 * The address with its domain in the form mail servers use (`office@xn--d1acpjx3f.xn--p1ai`).
 * Takes plain addresses of RFC 5321 (4.1.2) without quoted local parts and address literals, which no client of an
 * office has.
 * @throws Refusal `mail-address` for anything else
 */
export function checkAddress(address: string): string {
  const [, local = '', host = ''] =
    /^([\p{L}\p{N}!#$%&'*+/=?^_`{|}~.-]{1,64})@([\p{L}\p{N}.-]{1,253})$/u.exec(address) ?? [];
  const domain = domainToASCII(host);
  const labels = domain.split('.');
  const domainFits =
    labels.length >= 1 &&
    domain.length <= 253 &&
    labels.every((label) => /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i.test(label));
  if (local === '' || local.startsWith('.') || local.endsWith('.') || local.includes('..') || !domainFits) {
    const shown = oneLine(address).slice(0, 80);
    throw new Refusal(
      'invalid',
      'mail-address',
      say('"{shown}" is not a mail address; expected the form name@example.com.', { shown }),
      [{ path: 'recipients', code: 'mail-address', message: say('"{shown}" is not a mail address', { shown }) }],
    );
  }
  return `${local}@${domain}`;
}

/** `Name <address>` or `address`, as MAIL_FROM is written. @throws Refusal `mail-address` */
export function parseMailbox(text: string): MailAddress {
  const match = /^\s*(.*?)\s*<([^<>]+)>\s*$/s.exec(text);
  const address = checkAddress((match?.[2] ?? text).trim());
  const name = oneLine((match?.[1] ?? '').replace(/^"(.*)"$/s, '$1'));
  return name === '' ? { address } : { address, name };
}
