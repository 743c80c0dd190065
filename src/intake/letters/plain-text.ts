const spaces = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\t]/g;
const invisible = /[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]/g;

/** Text as people see it: all spaces alike, nothing invisible, lines ended by \n, composed letters (NFC). */
export function plainText(text: string): string {
  return text
    .normalize('NFC')
    .replace(/\r\n?|[\u2028\u2029\u0085\v\f]/g, '\n')
    .replace(spaces, ' ')
    .replace(invisible, '');
}

const joined: Readonly<Record<string, string>> = { ł: 'l', ё: 'е', ø: 'o', đ: 'd', ß: 'ss' };

/**
 * The form in which words are compared: small letters, without diacritics, single spaces. "Įmonė", "IMONE" and
 * "imone" are one; й stays й, since it is a letter of its own.
 */
export function comparable(text: string): string {
  return plainText(text)
    .toLowerCase()
    .replace(/й/g, '\u0001')
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .replace(/\u0001/g, 'й')
    .replace(/[łёøđß]/g, (letter) => joined[letter] ?? letter)
    .replace(/\s+/g, ' ')
    .trim();
}
