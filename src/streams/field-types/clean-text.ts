// Surrogates are let through to the second look, which knows pairs from halves.
const unusualInLine = /[\0\r\n\v\f\u0085\u2028\u2029\uD800-\uDFFF]/;
const unusualInLines = /[\0\r\uD800-\uDFFF]/;
const lineBreaks = /[\r\n\v\f\u0085\u2028\u2029]+/g;

/**
 * One line of text as it is stored: in Unicode form NFC, without surrounding white space; line breaks become spaces.
 * What PostgreSQL cannot store is cleaned rather than refused, since nobody sees it: NUL characters are dropped, halves
 * of surrogate pairs become U+FFFD.
 */
export function cleanLine(text: string): string {
  const storable = unusualInLine.test(text) ? makeStorable(text).replace(lineBreaks, ' ') : text;
  return storable.normalize('NFC').trim();
}

/** Text of many lines: like `cleanLine`, but line breaks stay and are `\n`. */
export function cleanLines(text: string): string {
  const storable = unusualInLines.test(text) ? makeStorable(text).replace(/\r\n?/g, '\n') : text;
  return storable.normalize('NFC').trim();
}

function makeStorable(text: string): string {
  return text.replaceAll('\0', '').replace(/\p{Cs}/gu, '\uFFFD');
}

/** Empty in the sense of a card: nothing was given, or nothing but a few spaces. */
export function isEmpty(value: unknown): value is undefined | null | '' {
  if (typeof value !== 'string') return value === undefined || value === null;
  return value === '' || (value.length < 100 && value.trim() === '');
}
