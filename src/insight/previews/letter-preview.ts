import { decodeWords } from '../../intake/letters/encoded-words.js';
import { header, type Letter } from '../../intake/letters/letter.js';
import { incomingFile, isAttachment, type IncomingFile } from '../../intake/letters/letter-files.js';
import type { LetterPreview } from './preview.js';
import { safePage, textPage, type PagePicture } from './safe-page.js';
import { letterLimits } from '../../intake/letters/letter-limits.js';
import { sniffType } from '../../documents/files/sniff-type.js';

/** The attachments of a letter, named and typed, in their order: the place in the list is the address of each. */
export function attachedFiles(letter: Letter): Promise<IncomingFile[]> {
  const real = letter.parts.filter((part) => isAttachment(part, letter)).slice(0, letterLimits.files);
  return Promise.all(real.map((part, index) => incomingFile(part, `attachment-${index + 1}`)));
}

/** The head of a letter as it was sent, with its attachments; `inside` is the address of the letter itself. */
export function letterHead(letter: Letter, files: readonly IncomingFile[], inside: string): LetterPreview {
  const sent = new Date(header(letter, 'date') ?? '');
  return {
    subject: letter.subject,
    from: addresses(letter, 'from'),
    to: addresses(letter, 'to'),
    cc: addresses(letter, 'cc'),
    ...(Number.isNaN(sent.getTime()) ? {} : { sentAt: sent.toISOString() }),
    attachments: files.map(({ name, type, bytes }, index) => ({
      part: inside === '' ? String(index) : `${inside}.${index}`,
      name,
      type,
      size: bytes.byteLength,
    })),
    incomplete: letter.fault !== undefined,
  };
}

/** The text of a letter as a page; pictures that came with it are shown, those from outside are never asked for. */
export async function letterPage(letter: Letter): Promise<string> {
  if (letter.html === undefined) return textPage(letter.text);
  const pictures = new Map<string, PagePicture>();
  for (const { contentId, bytes } of letter.parts) {
    if (contentId === undefined) continue;
    pictures.set(contentId, { type: await sniffType(bytes.subarray(0, 4100), ''), bytes });
  }
  return safePage(letter.html, pictures, 'letter');
}

/** One line, with the names of people decoded. */
function addresses(letter: Letter, name: string): string {
  const values = letter.headers.get(name) ?? [];
  return decodeWords(values.join(', '))
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, 2000);
}
