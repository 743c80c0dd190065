import { hash, verify, type Options } from '@node-rs/argon2';
import { Turns } from './turns.js';

/**
 * Argon2id with 19 MiB of memory, two passes, one lane: the least that the OWASP Password Storage Cheat Sheet
 * recommends (https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html). Argon2id is the
 * library's own default algorithm.
 */
const parameters: Options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** A longer one is no password but an attempt to keep the server busy. */
export const longestPassword = 1024;

/** The library works in Node's four background threads; half of them stay free for files and names of hosts. */
const turns = new Turns(2, 500);

/** The hash to store for a password, in PHC form, with a salt of its own. */
export function hashPassword(password: string): Promise<string> {
  return turns.take(() => hash(password.normalize('NFC'), parameters));
}

let standIn: Promise<string> | undefined;

/**
 * Whether the password is the one of `stored`. Without a stored hash the answer is no, after as much work as with one:
 * who watches the time cannot tell whether a login exists.
 */
export async function isPassword(password: string, stored: string | null | undefined): Promise<boolean> {
  standIn ??= hashPassword('nobody signs in with this');
  const against = stored ?? (await standIn);
  const matches = await turns.take(() => verify(against, password.normalize('NFC')));
  return matches && typeof stored === 'string';
}
