/** Characters that a new password has at least; the server's rule, told while one types. */
export const leastLength = 10;
/** Letters and digits that are left when the words of its owner are taken out. */
const leastOfItsOwn = 6;

/** Which of the rules that can be judged here a password follows. What is tried first only the server knows. */
export interface PasswordJudgement {
  readonly long: boolean;
  readonly own: boolean;
}

/** `words`: login, name, address and firm of whoever's it is to be. */
export function judgePassword(password: string, words: readonly string[]): PasswordJudgement {
  return {
    long: [...password.normalize('NFC')].length >= leastLength,
    own: withoutWords(password, words).length >= leastOfItsOwn,
  };
}

function withoutWords(password: string, words: readonly string[]): string {
  const parts = words
    .flatMap((word) => [word, ...word.split(/[^\p{L}\p{N}]+/u)])
    .map(folded)
    .filter((word) => word.length > 2)
    .sort((a, b) => b.length - a.length);
  return parts.reduce((rest, word) => rest.replaceAll(word, ''), folded(password)).replace(/[^\p{L}\p{N}]/gu, '');
}

/** Small letters without accents. */
function folded(text: string): string {
  return text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '').replaceAll('ł', 'l');
}
