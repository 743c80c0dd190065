const longest = 1_000_000;
const mostTags = 100_000;
const deepest = 1000;

/** Tags that have no end, or whose end is implied: they do not nest. */
const flat = new Set(
  (
    'area base br col embed hr img input link meta source track wbr ' +
    'p li td th tr dd dt option thead tbody tfoot colgroup caption'
  ).split(' '),
);

/**
 * True for HTML that a parser gets through in bounded time. Unclosed tags nested by the thousand, which no person's
 * letter has, cost the square of their number.
 */
export function isTractableHtml(html: string): boolean {
  if (html.length > longest) return false;
  let depth = 0;
  let tags = 0;
  for (const [, slash, name = ''] of html.matchAll(/<(\/?)([a-z][a-z0-9]{0,20})/gi)) {
    tags += 1;
    if (!flat.has(name.toLowerCase())) depth = slash === '/' ? Math.max(0, depth - 1) : depth + 1;
    if (depth > deepest || tags > mostTags) return false;
  }
  return true;
}

/** The text of HTML that is too hostile to be parsed: everything between tags, in one linear pass. */
export function strippedHtml(html: string): string {
  return html
    .slice(0, longest)
    .replace(/<[^<>]{0,5000}>/g, ' ')
    .replace(/[ \t]+/g, ' ')
    .trim();
}
