import type { FileRow } from './file-view.js';
import { mayShowInline } from './sniff-type.js';

/** The headers with which a file leaves: nothing in it may run, and nobody keeps it for others. */
export function fileHeaders(file: Pick<FileRow, 'name' | 'type' | 'sha256'>): Record<string, string> {
  const inline = mayShowInline(file.type);
  return {
    'content-type': file.type === 'text/plain' ? 'text/plain; charset=utf-8' : file.type,
    'content-disposition': disposition(inline ? 'inline' : 'attachment', file.name),
    'x-content-type-options': 'nosniff',
    'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'self'",
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'private, no-cache',
    'accept-ranges': 'bytes',
    etag: fileTag(file.sha256),
  };
}

/** Equal bytes have equal tags. */
export function fileTag(sha256: string): string {
  return `"${sha256}"`;
}

/** RFC 6266: a plain name for old programs, the whole one in UTF-8 for the others. */
function disposition(kind: 'inline' | 'attachment', name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/[^\x20-\x7e]/g, '_')
    .replace(/["\\%]/g, '_');
  const whole = encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  return `${kind}; filename="${plain}"; filename*=UTF-8''${whole}`;
}
