import { Injectable } from '@nestjs/common';
import type { Context } from '../../platform/context.js';
import { Refusal } from '../../platform/errors.js';
import type { Language } from '../../platform/languages.js';
import { AttemptLimit, type AttemptRule } from '../session/attempt-limit.js';
import { hashPassword, isPassword } from '../session/password.js';
import { Sessions } from '../session/sessions.js';
import { PersonEntity } from './person.entity.js';

export interface ChangeMeRequest {
  readonly language?: Language;
  /** The new password, with the present one to prove who asks. */
  readonly password?: string;
  readonly currentPassword?: string;
}

const guessing: AttemptRule = { most: 10, windowMs: 15 * 60_000 };

/** Changes what people may change about themselves: the language and the password. */
@Injectable()
export class ChangeMe {
  private readonly guesses = new AttemptLimit();

  constructor(private readonly sessions: Sessions) {}

  /**
   * A new password ends all other sessions of the person; `sessionHash` names the one that goes on.
   * @throws Refusal invalid when the present password is not the one given
   */
  async execute(context: Context, request: ChangeMeRequest, sessionHash: string | undefined): Promise<void> {
    const { manager } = context.tx;
    const { id } = context.actor;
    if (request.language !== undefined) await manager.update(PersonEntity, { id }, { language: request.language });
    if (request.password === undefined) return;
    const stored = await manager.findOne(PersonEntity, {
      where: { id },
      select: { id: true, passwordHash: true },
      lock: { mode: 'pessimistic_write' },
    });
    this.countGuess(id, context.now);
    if (!(await isPassword(request.currentPassword ?? '', stored?.passwordHash))) {
      const message = 'This is not the present password. Nothing was changed.';
      throw new Refusal('invalid', 'wrong-password', message, [{ path: 'currentPassword', code: 'wrong', message }]);
    }
    this.guesses.clear(id);
    await manager.update(PersonEntity, { id }, { passwordHash: await hashPassword(request.password) });
    await this.sessions.endOthers(context, id, sessionHash);
  }

  /** Whoever sits down at an open session must not find the password out by trying. */
  private countGuess(personId: string, now: Date): void {
    const wait = this.guesses.take(personId, guessing, now.getTime());
    if (wait === 0) return;
    const message = `Too many wrong passwords. Try again in ${Math.ceil(wait / 60_000)} min.`;
    throw new Refusal('tooMany', 'too-many-attempts', message);
  }
}
