import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/context.js';
import { say } from '../../platform/words/sentence.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Refusal } from '../../platform/errors.js';
import { systemActor } from '../directory/actors.js';
import type { AttemptRule } from './attempt-limit.js';
import { Attempts } from './attempts.js';
import { isPassword } from './password.js';

const guessing: AttemptRule = { most: 10, windowMs: 15 * 60_000 };

/** Asks those who are signed in for their password, before something delicate. */
@Injectable()
export class OwnPassword {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly attempts: Attempts,
  ) {}

  /**
   * Answers the hash that the password fits. Outside of any transaction: the check takes long, and a guess counts
   * whatever becomes of what it was made for.
   * @param path the member of the request that holds the password
   * @throws Refusal invalid when it is another password, tooMany after ten: whoever sits down at an open session must not
   *   find it out by trying
   */
  async require(actor: Actor, password: string, path: string): Promise<string> {
    const name = `own password ${actor.id}`;
    await this.attempts.takeOrRefuse([[name, guessing]], say('Too many wrong passwords.'));
    const [person] = await this.unitOfWork.read<{ password_hash: string | null }>(
      'SELECT password_hash FROM person WHERE id = $1 AND active',
      [actor.id],
    );
    const fits = await isPassword(password, person?.password_hash);
    if (!fits || !person?.password_hash) {
      const message = 'This is not the present password. Nothing was changed.';
      throw new Refusal('invalid', 'wrong-password', message, [{ path, code: 'wrong', message }]);
    }
    await this.unitOfWork.run(systemActor, (context) => this.attempts.clear(context, [name]));
    return person.password_hash;
  }
}
