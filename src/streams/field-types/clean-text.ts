const unstorable = /[\0\p{Cs}]/u;
const lineBreaks = /[\r\n\v\f\u0085\u2028\u2029]+/g;

/**
 * One line of text as it is stored: in Unicode form NFC, without surrounding white space; line breaks become spaces.
 * What PostgreSQL cannot store is cleaned rather than refused, since nobody sees it: NUL characters are dropped, halves
 * of surrogate pairs become U+FFFD.
 */
export function cleanLine(text: string): string {
  return storable(text).replace(lineBreaks, ' ').normalize('NFC').trim();
}

/** Text of many lines: like `cleanLine`, but line breaks stay and are `\n`. */
export function cleanLines(text: string): string {
  return storable(text).replace(/\r\n?/g, '\n').normalize('NFC').trim();
}

function storable(text: string): string {
  return unstorable.test(text) ? text.replace(/\0/g, '').replace(/\p{Cs}/gu, '\uFFFD') : text;
}

/** Empty in the sense of a card: nothing was given. */
export function isEmpty(value: unknown): value is undefined | null | '' {
  return value === undefined || value === null || value === '';
}
