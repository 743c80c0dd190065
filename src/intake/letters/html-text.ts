import { compile, type DomNode, type FormatCallback, type HtmlToTextOptions } from 'html-to-text';
import { isTractableHtml, strippedHtml } from './html-bounds.js';
import { letterLimits } from './letter-limits.js';

/** Cells of a row come out as `first | second`, one row a line: so labelled lines are found in tables too. */
const row: FormatCallback = (element, walk, builder) => {
  builder.openBlock({ leadingLineBreaks: 1 });
  const children = element.children ?? [];
  let cells = 0;
  for (const child of children) {
    if (child.type === 'tag' && (child.name === 'td' || child.name === 'th')) {
      if (cells > 0) builder.addInline(' | ', { noWordTransform: true });
      cells += 1;
      walk(withoutBlocks(child.children ?? []), builder);
    } else {
      walk([child], builder);
    }
  }
  builder.closeBlock({ trailingLineBreaks: 1 });
};

/** Paragraphs of a cell would break its row, so their content is taken instead. */
function withoutBlocks(nodes: DomNode[]): DomNode[] {
  return nodes.flatMap((node) =>
    node.type === 'tag' && (node.name === 'p' || node.name === 'div') ? withoutBlocks(node.children ?? []) : [node],
  );
}

const options: HtmlToTextOptions = {
  wordwrap: false,
  preserveNewlines: false,
  limits: {
    maxDepth: 100,
    maxChildNodes: 20_000,
    ellipsis: '…',
  },
  formatters: { row },
  selectors: [
    { selector: 'a', options: { ignoreHref: true } },
    { selector: 'img', format: 'skip' },
    { selector: 'style', format: 'skip' },
    { selector: 'script', format: 'skip' },
    { selector: 'title', format: 'skip' },
    { selector: 'table', format: 'block' },
    { selector: 'tr', format: 'row' },
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, options: { uppercase: false } })),
    { selector: 'p', options: { leadingLineBreaks: 1, trailingLineBreaks: 1 } },
    { selector: 'ul', options: { itemPrefix: '- ' } },
    { selector: 'blockquote', options: { trimEmptyLines: false } },
  ],
};

/** Compiling the selectors costs more than most letters. */
const convert = compile(options);

/** The text that a reader of the HTML sees, cells of table rows divided by ` | `, quotations marked with `> `. */
export function htmlText(html: string): string {
  const text = isTractableHtml(html) ? convert(html) : strippedHtml(html);
  return text.slice(0, letterLimits.textLength);
}
