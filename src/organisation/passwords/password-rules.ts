import { Injectable } from '@nestjs/common';
import { Refusal, type Objection } from '../../platform/errors.js';
import { say } from '../../platform/words/sentence.js';
import { PasswordStrength } from './password-strength.js';

/** Characters that a new password has at least, and at most. */
export const leastLength = 10;
export const mostLength = 200;
const leastScore = 3;
/** Letters and digits that are left when the words of its owner are taken out: more than a year. */
const leastOfItsOwn = 6;

/** Whose password it is to be: nobody's name makes a password for that person. */
export interface PasswordOwner {
  readonly login: string;
  readonly name: string;
  readonly email: string | null;
  readonly organisation: string;
}

/**
 * What a new password must be: long enough, not among those that were breached, and not to be guessed from its owner. No
 * rules about kinds of characters, and none about age (NIST SP 800-63B, 3.1.1.2).
 */
@Injectable()
export class PasswordRules {
  constructor(private readonly strength: PasswordStrength) {}

  /** @throws Refusal invalid, naming what is wrong at `path` */
  async check(password: string, owner: PasswordOwner, path: string): Promise<void> {
    const problem = await this.problem(password, owner, path);
    if (problem) throw new Refusal('invalid', 'weak-password', problem.message, [problem]);
  }

  private async problem(password: string, owner: PasswordOwner, path: string): Promise<Objection | undefined> {
    const length = [...password.normalize('NFC')].length;
    if (length < leastLength) {
      return {
        path,
        code: 'too-short',
        message: say('The password is too short: expected at least {least} characters.', { least: leastLength }),
      };
    }
    if (length > mostLength) {
      return {
        path,
        code: 'too-long',
        message: say('The password is too long: expected at most {most} characters.', { most: mostLength }),
      };
    }
    const words = ownWords(owner);
    const { score, personal } = await this.strength.judge(password, words);
    const bare = withoutWords(password, words).length < leastOfItsOwn;
    if (score >= leastScore && !bare) return undefined;
    if (personal || bare) {
      const message =
        'The password is made of your own name, login, address or firm. Choose something nobody can guess.';
      return { path, code: 'too-personal', message };
    }
    const message =
      'The password is among those that are tried first. Several words that have nothing in common are good.';
    return { path, code: 'too-common', message };
  }
}

/** The words of names and addresses, whole and in parts; those of one or two letters say nothing. */
export function ownWords({ login, name, email, organisation }: PasswordOwner): string[] {
  const texts = [login, name, email ?? '', organisation];
  const words = texts.flatMap((text) => [text, text.replace(/\s+/g, ''), ...text.split(/[^\p{L}\p{N}]+/u)]);
  const plain = words.flatMap((word) => [word.toLowerCase(), folded(word)]);
  return [...new Set(plain)].filter((word) => word.length > 2);
}

/** What is left of the password when the words and all signs between them are taken out. */
function withoutWords(password: string, words: readonly string[]): string {
  const longestFirst = words.map(folded).sort((a, b) => b.length - a.length);
  return longestFirst
    .reduce((rest, word) => rest.replaceAll(word, ''), folded(password))
    .replace(/[^\p{L}\p{N}]/gu, '');
}

/** Small letters without accents. */
function folded(text: string): string {
  return text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '').replaceAll('ł', 'l');
}
