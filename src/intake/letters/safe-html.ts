import sanitizeHtml from 'sanitize-html';
import { isTractableHtml, strippedHtml } from './html-bounds.js';

const options: sanitizeHtml.IOptions = {
  allowedTags: [
    ...['p', 'br', 'div', 'span', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'hr', 'blockquote', 'pre', 'code', 'address'],
    ...[
      'b',
      'strong',
      'i',
      'em',
      'u',
      's',
      'del',
      'ins',
      'sub',
      'sup',
      'small',
      'a',
      'ul',
      'ol',
      'li',
      'dl',
      'dt',
      'dd',
    ],
    ...['table', 'caption', 'thead', 'tbody', 'tfoot', 'tr', 'th', 'td', 'colgroup', 'col'],
  ],
  allowedAttributes: { a: ['href', 'rel', 'target'], td: ['colspan', 'rowspan'], th: ['colspan', 'rowspan'] },
  allowedSchemes: ['http', 'https', 'mailto', 'tel'],
  allowProtocolRelative: false,
  disallowedTagsMode: 'discard',
  nonTextTags: ['script', 'style', 'textarea', 'option', 'noscript', 'title', 'template', 'svg', 'math', 'object'],
  nestingLimit: 100,
  transformTags: { a: sanitizeHtml.simpleTransform('a', { rel: 'noopener noreferrer nofollow', target: '_blank' }) },
};

/**
 * A letter's HTML made safe to show: text, tables and links only. No scripts, styles, forms, frames or images, so that
 * nothing is loaded from outside and nothing tells the sender that the letter was opened.
 */
export function safeHtml(html: string): string {
  const body = isTractableHtml(html)
    ? sanitizeHtml(html, options)
    : `<pre>${sanitizeHtml(strippedHtml(html), { allowedTags: [], allowedAttributes: {} })}</pre>`;
  return `<!doctype html>\n<meta charset="utf-8">\n<meta name="referrer" content="no-referrer">\n${body}\n`;
}
