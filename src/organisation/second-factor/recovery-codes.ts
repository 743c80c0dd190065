import { randomInt } from 'node:crypto';

/** How many a person gets at a time; each is good once. */
export const recoveryCodeCount = 10;

/** Without letters and digits that are taken for each other (0 O, 1 I L, U V). */
const alphabet = '23456789ABCDEFGHJKMNPQRSTWXYZ';
const length = 12;

/** Ten new codes such as `7KQM-2XPA-WD93`; 58 random bits each. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: recoveryCodeCount }, () => {
    const letters = Array.from({ length }, () => alphabet.charAt(randomInt(alphabet.length)));
    return letters.join('').replace(/(.{4})(?=.)/g, '$1-');
  });
}

/** A code as it is compared, however it was typed; undefined for a text that is no recovery code. */
export function plainRecoveryCode(text: string): string | undefined {
  const plain = text.replace(/[\s-]/g, '').toUpperCase();
  return plain.length === length && [...plain].every((letter) => alphabet.includes(letter)) ? plain : undefined;
}
