/**
 * One thing that a search must find: at least one of the ways, and of that way every part. Most terms are one word with
 * one way; a telephone or tax number has several, since people write it with and without separators and prefixes.
 */
export interface SearchTerm {
  /** As it was typed. */
  readonly typed: string;
  readonly ways: readonly (readonly string[])[];
}

const maxWords = 10;
const maxLength = 200;
/** Fewer digits than this between separators are a date or a small number, not a telephone. */
const leastDigits = 5;
/** A telephone with its trunk prefix, without which it is stored, has at least this many digits. */
const leastWithPrefix = 7;

/**
 * The terms of a search text, at most ten words of it. Digits that stand together (`8 (612) 345-67`, `526-000-12-46`) are
 * one term that is also looked for without separators and without the prefix of domestic calls.
 */
export function searchTerms(q: string | undefined): SearchTerm[] {
  const text = (q ?? '').replaceAll('\0', '').normalize('NFC').slice(0, maxLength);
  const words = text
    .split(/\s+/)
    .filter((word) => word !== '')
    .slice(0, maxWords);
  const terms: SearchTerm[] = [];
  for (let index = 0; index < words.length;) {
    const run = numericRun(words, index);
    terms.push(run.length > 0 ? numericTerm(run) : { typed: words[index] ?? '', ways: [[words[index] ?? '']] });
    index += Math.max(run.length, 1);
  }
  return terms;
}

/** Whether the trigram index can gather what fits all terms: one of them needs a part of three letters in every way. */
export function servedByTrigrams(terms: readonly SearchTerm[]): boolean {
  return terms.some(({ ways }) => ways.every((parts) => parts.some((part) => [...part].length >= 3)));
}

/** The condition over `document d` that a term is found; pushes its patterns to `values`. */
export function termCondition({ ways }: SearchTerm, values: unknown[]): string {
  const found = ways.map((parts) =>
    parts.map((part) => `d.search LIKE search_form($${values.push(`%${escapeLike(part)}%`)})`).join(' AND '),
  );
  return found.length === 1 ? (found[0] ?? 'true') : `(${found.join(' OR ')})`;
}

/** A text as a part of a LIKE pattern that stands for itself. */
export function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}

/** The digits of a term that looks like a telephone or tax number; undefined for words. */
export function digitsOf({ typed }: SearchTerm): string | undefined {
  return isNumeric(typed) ? typed.replace(/\D/g, '') : undefined;
}

/** The words from `start` on that are digits and the signs between them, when together they are a number. */
function numericRun(words: readonly string[], start: number): string[] {
  let end = start;
  while (end < words.length && isNumeric(words[end] ?? '')) end += 1;
  const run = words.slice(start, end);
  return run.join('').replace(/\D/g, '').length >= leastDigits ? run : [];
}

function isNumeric(word: string): boolean {
  return /^[+\d\s().\-\u2010-\u2015/]+$/.test(word) && /\d/.test(word);
}

function numericTerm(run: readonly string[]): SearchTerm {
  const typed = run.join(' ');
  // "+370 (8) 612 34567": the trunk prefix in brackets is not dialled after the country.
  const digits = typed.replace(/\(\s*[08]\s*\)/g, '').replace(/\D/g, '');
  // Words of a longer number that stand apart from each other are not that number.
  const ways: string[][] = [digits.length >= leastWithPrefix ? [typed] : [...run]];
  const add = (way: string) => {
    if (way !== typed && !ways.some((parts) => parts.length === 1 && parts[0] === way)) ways.push([way]);
  };
  if (digits.length >= leastDigits) add(digits);
  if (digits.length >= leastWithPrefix) {
    const [prefix = ''] = /^(00|0|8)/.exec(digits) ?? [];
    if (prefix !== '' && !typed.startsWith('+')) add(digits.slice(prefix.length));
  }
  return { typed, ways };
}
