import { fileTypeFromBuffer } from 'file-type';

/** Bytes of the beginning of a file that are enough to tell its type. */
export const sniffedBytes = 4100;

const unknownType = 'application/octet-stream';

/** Types that are recorded as found; anything else, programs and web pages above all, is recorded as plain bytes. */
const safeTypes = new Set([
  'application/pdf',
  'application/rtf',
  'application/zip',
  'application/x-7z-compressed',
  'application/gzip',
  'application/msword',
  'application/vnd.ms-excel',
  'application/vnd.ms-powerpoint',
  'application/vnd.ms-outlook',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  'application/vnd.oasis.opendocument.text',
  'application/vnd.oasis.opendocument.spreadsheet',
  'application/vnd.oasis.opendocument.presentation',
  'audio/mpeg',
  'audio/wav',
  'image/bmp',
  'image/gif',
  'image/heic',
  'image/jpeg',
  'image/png',
  'image/tiff',
  'image/webp',
  'message/rfc822',
  'text/plain',
  'video/mp4',
]);

/** Old office files share one container; only the name tells them apart. */
const containerEndings: Readonly<Record<string, string>> = {
  doc: 'application/msword',
  xls: 'application/vnd.ms-excel',
  ppt: 'application/vnd.ms-powerpoint',
  msg: 'application/vnd.ms-outlook',
};

/** Text that may be shown as plain text whatever the ending says; web pages are never among them. */
const textEndings: ReadonlySet<string> = new Set(['txt', 'csv', 'log', 'md', 'json', 'yaml', 'yml']);

/** Types that a browser may show in place, since nothing in them can run. */
const inlineTypes = new Set(['application/pdf', 'image/png', 'image/jpeg', 'image/gif', 'image/webp', 'text/plain']);

/**
 * The media type of a file by its first bytes and the ending of its name; what the sender said is not believed.
 * `application/octet-stream` for everything that is not known to be harmless to keep under its own name.
 */
export async function sniffType(head: Uint8Array, name: string): Promise<string> {
  const ending = /\.([a-z0-9]{1,10})$/i.exec(name)?.[1]?.toLowerCase() ?? '';
  const found = await fileTypeFromBuffer(head).catch(() => undefined);
  if (found) {
    const type = found.mime === 'application/x-cfb' ? containerEndings[ending] : found.mime;
    return type !== undefined && safeTypes.has(type) ? type : unknownType;
  }
  if (!isText(head)) return unknownType;
  if (ending === 'eml') return 'message/rfc822';
  return textEndings.has(ending) ? 'text/plain' : unknownType;
}

/** True for a type that may be shown in the browser instead of being saved. */
export function mayShowInline(type: string): boolean {
  return inlineTypes.has(type);
}

/** UTF-8 without NUL; the last character may be cut by the end of the sniffed part. */
function isText(head: Uint8Array): boolean {
  if (head.includes(0)) return false;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    return true;
  } catch {
    return false;
  }
}
