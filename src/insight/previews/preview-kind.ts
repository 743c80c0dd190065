import type { PreviewKind } from './preview.js';

const images = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/bmp', 'image/tiff', 'image/heic']);
const office = 'application/vnd.openxmlformats-officedocument.';

const byType: Readonly<Record<string, PreviewKind>> = {
  'application/pdf': 'pdf',
  [`${office}wordprocessingml.document`]: 'page',
  [`${office}spreadsheetml.sheet`]: 'sheets',
  'message/rfc822': 'letter',
  'text/plain': 'text',
};

/** Office files with macros or of templates are kept as plain bytes, and read like the others. */
const archives: Readonly<Record<string, PreviewKind>> = {
  ...{ docx: 'page', docm: 'page', dotx: 'page' },
  ...{ xlsx: 'sheets', xlsm: 'sheets', xltx: 'sheets' },
};

/** Shown as the text that they are, whatever a browser would make of them. */
const texts = new Set(
  (
    'txt text csv tsv tab log md markdown json jsonl xml xsd xsl yaml yml toml ini conf properties env html htm xhtml svg ' +
    'bpmn dmn form ics vcf sql css js mjs ts tsx jsx py java cs c h cpp go rs php rb sh bat ps1 diff patch sta mt940 asc rtf'
  ).split(' '),
);

/** How a file of this type and name is shown, by its first bytes where its type says nothing. */
export function previewKind(type: string, name: string, head: Uint8Array): PreviewKind {
  if (images.has(type)) return 'image';
  const known = byType[type];
  if (known) return known;
  const ending = /\.([a-z0-9]{1,10})$/i.exec(name)?.[1]?.toLowerCase() ?? '';
  const archive = archives[ending];
  if (archive && (type === 'application/octet-stream' || type === 'application/zip')) return archive;
  if (type !== 'application/octet-stream' && type !== 'application/rtf') return 'none';
  if (ending === 'eml' && looksLikeText(head)) return 'letter';
  return texts.has(ending) && looksLikeText(head) ? 'text' : 'none';
}

/** Text has no NUL, unless it is UTF-16, which says so at its beginning. */
function looksLikeText(head: Uint8Array): boolean {
  const utf16 = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
  return utf16 || !head.includes(0);
}
