import { sniffedBytes, sniffType } from '../../documents/files/sniff-type.js';
import { distinctNames, incomingName } from './file-names.js';
import type { Letter, LetterPart } from './letter.js';
import { letterLimits } from './letter-limits.js';

/** A file that came with a letter or a form, named and typed, not stored yet. */
export interface IncomingFile {
  readonly name: string;
  /** Media type by content. */
  readonly type: string;
  readonly bytes: Buffer;
}

export interface LetterFiles {
  readonly files: readonly IncomingFile[];
  /** Parts that are no attachments: pictures inside the text, logos, signatures. */
  readonly passedOver: number;
  /** True when there were more files than are filed; the raw letter holds them all. */
  readonly tooMany: boolean;
}

/** Below this size a picture shown inside the text without being referred to is a logo. */
const logoBytes = 8 * 1024;

/** The attachments of a letter. A forwarded letter stays one file; archives stay closed; winmail.dat is kept as it is. */
export async function letterFiles(letter: Letter): Promise<LetterFiles> {
  const real = letter.parts.filter((part) => isAttachment(part, letter));
  const kept = real.slice(0, letterLimits.files);
  const files = await Promise.all(kept.map((part, index) => incomingFile(part, `attachment-${index + 1}`)));
  const names = distinctNames(files.map((file) => file.name));
  return {
    files: files.map((file, index) => ({ ...file, name: names[index] ?? file.name })),
    passedOver: letter.parts.length - real.length,
    tooMany: real.length > kept.length,
  };
}

/** Names and types the bytes of outside; `part.type` is only what the sender says. */
export async function incomingFile(
  part: Pick<LetterPart, 'name' | 'type' | 'bytes'>,
  fallback: string,
): Promise<IncomingFile> {
  const name = incomingName(part.name ?? nameInside(part), part.type, fallback);
  return { name, type: await sniffType(part.bytes.subarray(0, sniffedBytes), name), bytes: part.bytes };
}

/** True for a part that a person meant to send: not a picture of the text, a logo, or a cryptographic signature. */
export function isAttachment(part: LetterPart, letter: Pick<Letter, 'html'>): boolean {
  if (/^application\/(?:pgp-signature|(?:x-)?pkcs7-signature)$/.test(part.type)) return false;
  if (!part.type.startsWith('image/')) return true;
  const shown = part.contentId !== undefined && (letter.html ?? '').includes(`cid:${part.contentId}`);
  if (shown) return false;
  if (part.disposition === 'attachment') return true;
  if (part.related && part.contentId !== undefined) return false;
  const outlookPicture = /^image\d{3}\.(?:png|jpe?g|gif|bmp)$/i.test(part.name ?? '') && part.contentId !== undefined;
  return !outlookPicture && !(part.disposition === 'inline' && part.bytes.byteLength < logoBytes);
}

/** The subject of a forwarded letter names its file. */
function nameInside(part: Pick<LetterPart, 'type' | 'bytes'>): string | undefined {
  if (part.type !== 'message/rfc822') return undefined;
  const subject = /^subject:[ \t]*(.{1,120})/im.exec(part.bytes.subarray(0, 16_384).toString('utf8'))?.[1]?.trim();
  return subject && !subject.includes('=?') ? `${subject.replaceAll('/', '-')}.eml` : undefined;
}
