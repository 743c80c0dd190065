/** A piece of a text: from `start` until before `end`, counted in UTF-16 units as JavaScript counts. */
export type Mark = readonly [start: number, end: number];

/** A text as it is searched, and where each of its units came from. */
interface Folded {
  readonly text: string;
  /** For each unit of `text`, and for its end, the place in the original. */
  readonly origins: readonly number[];
}

/** What unaccent makes of characters that are not a base letter with a mark to Unicode. */
const special: Readonly<Record<string, string>> = {
  ...{ ł: 'l', ø: 'o', đ: 'd', ß: 'ss', æ: 'ae', œ: 'oe', ı: 'i', ё: 'е' },
  ...{ '‘': "'", '’': "'", '“': '"', '”': '"', '„': ',,', '«': '<<', '»': '>>', '–': '-', '—': '-' },
};
const cyrillic = /\p{Script=Cyrillic}/u;

/** Small letters without accents, as the database folds what is searched (`search_form`). */
export function folded(text: string): string {
  return fold(text).text;
}

function fold(original: string): Folded {
  let text = '';
  const origins: number[] = [];
  let place = 0;
  for (const character of original) {
    const small = character.toLowerCase();
    // Cyrillic letters with marks, such as the Russian short i, stay letters of their own, as in the database.
    const bare = special[small] ?? (cyrillic.test(small) ? small : small.normalize('NFD').replace(/\p{M}/gu, ''));
    for (let unit = 0; unit < bare.length; unit++) origins.push(place);
    text += bare;
    place += character.length;
  }
  origins.push(original.length);
  return { text, origins };
}

/** Where any of the `needles` (folded, not empty) stands in a text: in order, those that touch joined. */
export function findMarks(original: string, needles: readonly string[]): Mark[] {
  const { text, origins } = fold(original);
  const found: [number, number][] = [];
  for (const needle of needles) {
    if (needle === '') continue;
    for (let at = text.indexOf(needle); at >= 0; at = text.indexOf(needle, at + needle.length)) {
      const start = origins[at] ?? 0;
      const last = origins[at + needle.length - 1] ?? start;
      found.push([start, Math.max(endOfCharacter(original, last), start)]);
    }
  }
  return joined(found);
}

/** Where digits stand in a text, with at most three spaces, hyphens or brackets between two of them. */
export function findDigitMarks(original: string, digits: string): Mark[] {
  if (!/^\d+$/.test(digits)) return [];
  const match = new RegExp([...digits].join('[ \u00a0().\\/\\-\u2010-\u2015]{0,3}')).exec(original);
  return match ? [[match.index, match.index + match[0].length]] : [];
}

/** The end of the character that begins at `place`, with the marks that stand on it. */
function endOfCharacter(text: string, place: number): number {
  const character = String.fromCodePoint(text.codePointAt(place) ?? 0);
  const marks = /^\p{M}*/u.exec(text.slice(place + character.length))?.[0] ?? '';
  return Math.min(place + character.length + marks.length, text.length);
}

function joined(marks: [number, number][]): Mark[] {
  const result: [number, number][] = [];
  for (const [start, end] of marks.sort((a, b) => a[0] - b[0])) {
    const last = result.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else result.push([start, end]);
  }
  return result;
}

/** A text cut to its part around the first mark, with the marks moved along. */
export interface Snippet {
  readonly text: string;
  readonly marks: readonly Mark[];
}

const shownAround = 40;
const longest = 160;

/** The part of a text around its first mark: at most 160 units and whole words where there are any. */
export function snippetOf(text: string, marks: readonly Mark[]): Snippet {
  const line = text.replace(/\s/g, ' ');
  if (line.length <= longest) return { text: line, marks };
  const first = marks[0]?.[0] ?? 0;
  const from = first <= shownAround ? 0 : wordStart(line, first - shownAround, first);
  const to = Math.min(from + longest, line.length);
  const end = to === line.length ? to : wordEnd(line, to, from);
  const head = from > 0 ? '…' : '';
  const shift = head.length - from;
  const inside = marks.filter(([start]) => start >= from && start < end);
  return {
    text: `${head}${line.slice(from, end)}${end < line.length ? '…' : ''}`,
    marks: inside.map(([start, stop]) => [start + shift, Math.min(stop, end) + shift]),
  };
}

/** After a space between `from` and `limit`; `from` where there is none, never inside a surrogate pair. */
function wordStart(text: string, from: number, limit: number): number {
  const space = text.indexOf(' ', from);
  if (space >= 0 && space < limit) return space + 1;
  return isLowSurrogate(text, from) ? from - 1 : from;
}

/** Before the last space that leaves at least half of the snippet. */
function wordEnd(text: string, to: number, from: number): number {
  const space = text.lastIndexOf(' ', to);
  if (space > from + longest / 2) return space;
  return isLowSurrogate(text, to) ? to - 1 : to;
}

function isLowSurrogate(text: string, place: number): boolean {
  const unit = text.charCodeAt(place);
  return unit >= 0xdc00 && unit <= 0xdfff;
}
