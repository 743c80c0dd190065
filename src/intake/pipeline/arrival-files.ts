import type { NewFile } from '../../documents/registration/register-request.js';
import type { FileStore } from '../../platform/files/file-store.js';
import type { IntakeItem } from '../items/intake-item.js';
import type { IncomingFile } from '../letters/letter-files.js';
import { safeHtml } from '../letters/safe-html.js';

/** The files of a letter, stored: attachments, the raw letter and its HTML made safe. */
export async function letterNewFiles(
  attachments: readonly IncomingFile[],
  item: Pick<IntakeItem, 'rawSha256' | 'rawSize' | 'rawType'>,
  html: string | undefined,
  fileStore: FileStore,
): Promise<NewFile[]> {
  const files: NewFile[] = [];
  for (const { name, type, bytes } of attachments) {
    files.push({ name, type, ...(await fileStore.put(bytes)), role: 'attachment' });
  }
  files.push(rawFile(item));
  if (html !== undefined) {
    const safe = await fileStore.put(Buffer.from(safeHtml(html), 'utf8'));
    files.push({ name: 'letter.html', type: 'text/html', ...safe, role: 'raw' });
  }
  return files;
}

/** The raw form of an arrival as a file of its document. */
export function rawFile(item: Pick<IntakeItem, 'rawSha256' | 'rawSize' | 'rawType'>): NewFile {
  const letter = item.rawType.startsWith('message/');
  return {
    name: letter ? 'letter.eml' : 'form.json',
    type: letter ? 'message/rfc822' : 'application/json',
    sha256: item.rawSha256,
    size: item.rawSize,
    role: 'raw',
  };
}
