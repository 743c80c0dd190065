import sanitizeHtml from 'sanitize-html';
import { html } from '../../platform/pages/html.js';
import { isTractableHtml, strippedHtml } from '../../intake/letters/html-bounds.js';
import { previewLimits } from './preview-limits.js';

/** A picture that is part of a page. */
export interface PagePicture {
  /** One of `pagePictureTypes`. */
  readonly type: string;
  readonly bytes: Buffer;
}

/** Pictures in which nothing can run; drawings in SVG are not among them. */
export const pagePictureTypes: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);

const plainValue = /^[\w#%.,() -]{1,80}$/;
const styles = [
  ...['color', 'background-color', 'text-align', 'vertical-align', 'font-weight', 'font-style', 'font-size'],
  ...[
    'text-decoration',
    'text-indent',
    'width',
    'border',
    'border-top',
    'border-right',
    'border-bottom',
    'border-left',
  ],
  ...['border-collapse', 'padding', 'padding-left', 'padding-right', 'padding-top', 'padding-bottom', 'margin-left'],
];

const options: sanitizeHtml.IOptions = {
  allowedTags: [
    ...['p', 'br', 'div', 'span', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'hr', 'blockquote', 'pre', 'code', 'address'],
    ...['b', 'strong', 'i', 'em', 'u', 's', 'del', 'ins', 'sub', 'sup', 'small', 'font', 'center', 'a', 'img'],
    ...['ul', 'ol', 'li', 'dl', 'dt', 'dd'],
    ...['table', 'caption', 'thead', 'tbody', 'tfoot', 'tr', 'th', 'td', 'colgroup', 'col'],
  ],
  allowedAttributes: {
    '*': ['style', 'align', 'valign', 'bgcolor'],
    a: ['href', 'rel', 'target'],
    img: ['src', 'alt', 'width', 'height'],
    td: ['colspan', 'rowspan', 'width'],
    th: ['colspan', 'rowspan', 'width'],
    table: ['width', 'border', 'cellpadding', 'cellspacing'],
    font: ['color', 'size'],
    ol: ['start', 'type'],
  },
  // `url(…)` is no plain value where it names anything, since colons and slashes are none.
  allowedStyles: { '*': Object.fromEntries(styles.map((name) => [name, [plainValue]])) },
  allowedSchemes: ['http', 'https', 'mailto', 'tel'],
  // What lies outside is never asked for: whoever sent it would learn that it was opened, and when.
  allowedSchemesByTag: { img: ['cid'] },
  allowProtocolRelative: false,
  disallowedTagsMode: 'discard',
  nonTextTags: ['script', 'style', 'textarea', 'option', 'noscript', 'title', 'template', 'svg', 'math', 'object'],
  nestingLimit: 100,
  transformTags: { a: sanitizeHtml.simpleTransform('a', { rel: 'noopener noreferrer nofollow', target: '_blank' }) },
  exclusiveFilter: ({ tag, attribs }) => tag === 'img' && !attribs.src?.startsWith('cid:'),
};

const pageStyle = `
  html { background: #fff; color: #1a2122; font: 15px/1.5 Inter, 'Noto Sans', system-ui, sans-serif; }
  body { margin: 0 auto; padding: 24px; max-width: 820px; overflow-wrap: anywhere; }
  img { max-width: 100%; height: auto; }
  table { border-collapse: collapse; max-width: 100%; }
  td, th { vertical-align: top; }
  .paper td, .paper th { border: 1px solid #c9d0d0; padding: 4px 8px; }
  pre { white-space: pre-wrap; font: inherit; }
  blockquote { margin: 8px 0; padding-left: 12px; border-left: 3px solid #c9d0d0; color: #586466; }
  a { color: #0f5f63; }
  @media (max-width: 720px) { body { padding: 16px; } }
  @media print { body { max-width: none; padding: 0; } }`;

/**
 * A page of foreign HTML, made safe to show: text, tables, links, and those pictures that came with it (`cid:` names
 * them). No scripts, forms or frames, and nothing is loaded from outside.
 * @param look `paper` draws the lines of tables, as word processors do
 */
export function safePage(
  foreign: string,
  pictures: ReadonlyMap<string, PagePicture>,
  look: 'paper' | 'letter',
): string {
  const clean = isTractableHtml(foreign)
    ? withPictures(sanitizeHtml(foreign, options), pictures)
    : html`<pre>${strippedHtml(foreign)}</pre>`.text;
  return page(clean, look);
}

/** A page of plain text, with its lines as they are. */
export function textPage(text: string): string {
  return page(html`<pre>${text}</pre>`.text, 'letter');
}

/** The headers under which a page leaves: it runs nothing and loads nothing, wherever it is opened. */
export const pageHeaders: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'x-content-type-options': 'nosniff',
  'content-security-policy':
    // The same origin lets the app measure and print the page; without scripts the page itself can do nothing with it.
    "sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox allow-modals; default-src 'none'; " +
    "img-src data:; style-src 'unsafe-inline'; frame-ancestors 'self'; form-action 'none'; base-uri 'none'",
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'private, no-cache',
};

function page(body: string, look: string): string {
  return `<!doctype html>
<html><head><meta charset="utf-8"><meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>.</title>
<style>${pageStyle}</style></head><body class="${look}">
${body}
</body></html>
`;
}

/** Puts the pictures into the page itself, as far as they fit. */
function withPictures(clean: string, pictures: ReadonlyMap<string, PagePicture>): string {
  let room: number = previewLimits.pictureBytes;
  return clean.replace(
    /(<img\b[^>]*?\bsrc=")cid:([^"]*)("[^>]*>)/g,
    (_all, before: string, id: string, after: string) => {
      const picture = pictures.get(unescaped(id));
      if (!picture || !pagePictureTypes.has(picture.type) || picture.bytes.byteLength > room) return '';
      room -= picture.bytes.byteLength;
      return `${before}data:${picture.type};base64,${picture.bytes.toString('base64')}${after}`;
    },
  );
}

function unescaped(id: string): string {
  const text = id.replaceAll('&amp;', '&').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"');
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
