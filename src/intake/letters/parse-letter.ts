import { MailParser, type AddressObject, type AttachmentStream, type HeaderValue } from 'mailparser';
import { decodeWords } from './encoded-words.js';
import { decodeBytes, decodeUndeclared } from './undeclared-charset.js';
import { foldedHeaders, messageIds, readHeaderBlock } from './header-block.js';
import type { Letter, LetterAddress, LetterFault, LetterPart } from './letter.js';
import { letterLimits } from './letter-limits.js';
import { say } from '../../platform/words/sentence.js';
import { tell } from '../../platform/words/tell.js';

const chunkBytes = 256 * 1024;

/**
 * Reads a raw letter (RFC 5322 with MIME). Never throws for what the letter holds: whatever of it cannot be read is
 * named by `fault`, and the rest is given. Time, parts and headers are bounded by `letterLimits`.
 */
export async function parseLetter(raw: Buffer): Promise<Letter> {
  if (raw.byteLength > letterLimits.bytes) {
    return headOf(raw, {
      code: 'letter-too-large',
      message: tell(
        'en',
        say('The letter has {size} bytes; letters up to {most} bytes are read.', {
          size: String(raw.byteLength),
          most: String(letterLimits.bytes),
        }),
      ),
    });
  }
  const letter = await readWhole(raw);
  const garbled = isGarbled(letter.text) || isGarbled(letter.html ?? '');
  const decoded = garbled ? decodeUndeclared(raw) : undefined;
  const again = decoded ? await readWhole(decoded) : undefined;
  return {
    ...letter,
    // The whole letter was turned, parts that named their charset rightly with it: only what got better is taken.
    ...(again && !isGarbled(again.text) && !isGarbled(again.html ?? '') ? { text: again.text, html: again.html } : {}),
    subject: isGarbled(letter.subject) ? oneLine(rawSubject(raw)) : letter.subject,
  };
}

/** The subject from its raw bytes, each encoded word by its own charset, other bytes by the likely one. */
function rawSubject(raw: Buffer): string {
  const head = raw.subarray(0, letterLimits.headerBytes).toString('latin1');
  const value = foldedHeaders(head.split(/\r?\n\r?\n/, 1)[0]?.split(/\r?\n/) ?? []).get('subject')?.[0] ?? '';
  return /=\?[^?]+\?[bq]\?/i.test(value) ? decodeWords(value) : decodeBytes(Buffer.from(value, 'latin1'), raw);
}

/** Replacement characters, or these read once more as if they were Latin-1: bytes that were not what they were taken for. */
function isGarbled(text: string): boolean {
  return text.includes('\ufffd') || text.includes('ï¿½');
}

interface Gathered {
  parts: LetterPart[];
  text: string;
  html: string | undefined;
}

async function readWhole(raw: Buffer): Promise<Letter> {
  const parser = new MailParser({
    skipHtmlToText: true,
    skipTextToHtml: true,
    skipImageLinks: true,
    keepDeliveryStatus: true,
    ignoreEmbedded: true,
    checksumAlgo: false,
    maxHeadSize: letterLimits.headerBytes,
    maxChildNodes: letterLimits.parts,
  });
  const gathered: Gathered = { parts: [], text: '', html: undefined };
  const fault = await drain(parser, raw, gathered);
  if (fault && !parser.headers) return headOf(raw, fault);
  return {
    ...gathered,
    ...topOf(parser, raw),
    fault,
  };
}

/** Feeds `raw` to the parser piece by piece, so that other work goes on, and gathers what comes out. */
function drain(parser: MailParser, raw: Buffer, gathered: Gathered): Promise<LetterFault | undefined> {
  return new Promise((resolve) => {
    let settled = false;
    const finish = (fault?: LetterFault): void => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      resolve(fault);
      // A parser that failed may still emit errors of its inner streams.
      if (fault) parser.destroy();
    };
    const timer = setTimeout(() => finish(tooSlow), letterLimits.time);
    parser.on('error', (error: Error) => finish(faultOf(error)));
    parser.on('end', () => finish());
    parser.on('data', (data) => {
      if (data.type === 'attachment') gather(data, gathered.parts);
      else {
        gathered.text = (data.text ?? '').slice(0, letterLimits.textLength);
        gathered.html = data.html?.slice(0, letterLimits.htmlLength);
      }
    });
    void feed(parser, raw, () => settled);
  });
}

async function feed(parser: MailParser, raw: Buffer, stopped: () => boolean): Promise<void> {
  for (let start = 0; start < raw.byteLength && !stopped(); start += chunkBytes) {
    const room = parser.write(raw.subarray(start, start + chunkBytes));
    if (!room) await drained(parser);
  }
  if (!stopped()) parser.end();
}

function drained(parser: MailParser): Promise<void> {
  return new Promise((resolve) => {
    const go = (): void => {
      parser.off('drain', go).off('error', go).off('close', go);
      resolve();
    };
    parser.on('drain', go).on('error', go).on('close', go);
  });
}

function gather(attachment: AttachmentStream, parts: LetterPart[]): void {
  const chunks: Buffer[] = [];
  attachment.content.on('data', (chunk: Buffer) => chunks.push(chunk));
  attachment.content.on('error', () => attachment.release?.());
  attachment.content.on('end', () => {
    parts.push({
      name: attachment.filename,
      type: (attachment.contentType || 'application/octet-stream').toLowerCase(),
      disposition: dispositionOf(attachment.contentDisposition),
      contentId: attachment.cid,
      related: attachment.related === true,
      bytes: Buffer.concat(chunks),
    });
    attachment.release?.();
  });
}

function dispositionOf(value: string | undefined): LetterPart['disposition'] {
  const word = value?.toLowerCase();
  return word === 'inline' || word === undefined ? word : 'attachment';
}

function topOf(parser: MailParser, raw: Buffer): Omit<Letter, keyof Gathered | 'fault'> {
  const headers = parser.headerLines
    ? foldedHeaders(parser.headerLines.flatMap(({ line }) => line.split(/\r?\n/)))
    : readHeaderBlock(raw);
  return {
    headers,
    messageId: messageIds(headers.get('message-id')?.[0])[0],
    answers: answersOf(headers),
    from: firstAddress(parser.headers ? parser.headers.get('from') : undefined),
    replyTo: firstAddress(parser.headers ? parser.headers.get('reply-to') : undefined),
    subject: oneLine(typeof parser.subject === 'string' ? parser.subject : ''),
  };
}

function answersOf(headers: ReadonlyMap<string, readonly string[]>): string[] {
  const references = messageIds(headers.get('references')?.join(' ')).reverse();
  return [...new Set([...messageIds(headers.get('in-reply-to')?.join(' ')), ...references])];
}

function firstAddress(value: HeaderValue | undefined): LetterAddress | undefined {
  for (const entry of [value].flat() as (AddressObject | undefined)[]) {
    for (const found of entry?.value ?? []) {
      for (const { name, address } of [found, ...(found.group ?? [])]) {
        if (address?.includes('@')) return { name: oneLine(name), address: address.trim().toLowerCase().slice(0, 320) };
      }
    }
  }
  return undefined;
}

/** What can be said of a letter of which only the head is read, because of `fault`. */
export function headOf(raw: Buffer, fault: LetterFault): Letter {
  const headers = readHeaderBlock(raw);
  return {
    messageId: messageIds(headers.get('message-id')?.[0])[0],
    answers: answersOf(headers),
    from: addressIn(headers.get('from')?.[0]),
    replyTo: undefined,
    subject: oneLine(decodeWords(headers.get('subject')?.[0] ?? '')),
    text: '',
    html: undefined,
    parts: [],
    headers,
    fault,
  };
}

const tooSlow: LetterFault = {
  code: 'letter-too-slow',
  message: tell(
    'en',
    say('Reading the letter took longer than {seconds} seconds and was given up.', {
      seconds: letterLimits.time / 1000,
    }),
  ),
};

function faultOf(error: Error): LetterFault {
  return /child nodes|parts/i.test(error.message)
    ? {
        code: 'letter-too-many-parts',
        message: tell('en', say('The letter has more than {most} parts.', { most: letterLimits.parts })),
      }
    : {
        code: 'letter-broken',
        message: tell('en', say('The letter could not be read to its end: {message}', { message: error.message })),
      };
}

/** The head of a letter at a glance, for the list of arrivals and for telling repeats. */
export function glance(raw: Uint8Array): { messageId?: string; sender?: string; subject?: string } {
  const headers = readHeaderBlock(raw);
  const messageId = messageIds(headers.get('message-id')?.[0])[0];
  const sender = addressIn(headers.get('from')?.[0])?.address;
  const subject = oneLine(decodeWords(headers.get('subject')?.[0] ?? ''));
  return { ...(messageId && { messageId }), ...(sender && { sender }), ...(subject && { subject }) };
}

/** Control characters and line breaks become spaces; at most 1,000 characters. */
function oneLine(text: string): string {
  return text
    .slice(0, 2000)
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim()
    .slice(0, 1000);
}

function addressIn(value: string | undefined): LetterAddress | undefined {
  const address = /([^\s<>",;]{1,200}@[^\s<>",;]{1,200})/.exec(value ?? '')?.[1];
  return address === undefined ? undefined : { name: '', address: address.toLowerCase() };
}
