import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/context.js';
import { say } from '../../platform/words/sentence.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { RequestSession } from '../../platform/http/request-actor.js';
import { codeGuesses, codeRequired, SecondFactor, wrongCode } from '../second-factor/second-factor.js';
import { Attempts } from './attempts.js';
import { OwnPassword } from './own-password.js';
import { freshMs } from './session-lifetime.js';
import { Sessions, type IssuedSession } from './sessions.js';

/** Lets those who are signed in show again who they are. */
@Injectable()
export class ConfirmSession {
  constructor(
    private readonly ownPassword: OwnPassword,
    private readonly secondFactor: SecondFactor,
    private readonly sessions: Sessions,
    private readonly attempts: Attempts,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /**
   * Answers until when the session counts as fresh, and its new token where the answer can renew the cookie.
   * @throws Refusal invalid for a wrong password or code, and `code-required`; tooMany
   */
  async execute(
    actor: Actor,
    { password, code }: { readonly password: string; readonly code?: string },
    session: RequestSession | undefined,
  ): Promise<{ until: Date; renewed: IssuedSession | undefined }> {
    await this.ownPassword.require(actor, password, 'password');
    const needed = await this.unitOfWork.run(actor, (context) => this.secondFactor.isNeeded(context, actor.id));
    if (needed && !code) throw codeRequired('invalid');
    if (needed) await this.attempts.takeOrRefuse([codeGuesses(actor.id)], say('Too many wrong codes.'));
    return this.unitOfWork.run(actor, async (context) => {
      if (needed && (await this.secondFactor.take(context, actor.id, code ?? '')) === undefined) {
        throw wrongCode('invalid');
      }
      await this.attempts.clear(context, [codeGuesses(actor.id)[0]]);
      if (session) await this.sessions.confirm(context, session.id);
      const renewed = session?.byCookie ? await this.sessions.rotate(context, session.id) : undefined;
      return { until: new Date(context.now.getTime() + freshMs), renewed };
    });
  }
}
