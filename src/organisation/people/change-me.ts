import { Injectable } from '@nestjs/common';
import { AuditLog } from '../../platform/audit/audit-log.js';
import type { Context } from '../../platform/context.js';
import { Refusal } from '../../platform/errors.js';
import type { RequestSession } from '../../platform/http/request-actor.js';
import type { Language } from '../../platform/languages.js';
import { AccountLetters } from '../letters/account-letters.js';
import { OneTimeLinks } from '../links/one-time-links.js';
import type { PasswordChange } from '../passwords/new-password.js';
import { Sessions, type IssuedSession } from '../session/sessions.js';
import { PersonEntity } from './person.entity.js';

export interface ChangeMeRequest {
  readonly language?: Language;
  readonly password?: PasswordChange;
}

/** Changes what people may change about themselves: the language and the password. */
@Injectable()
export class ChangeMe {
  constructor(
    private readonly sessions: Sessions,
    private readonly links: OneTimeLinks,
    private readonly letters: AccountLetters,
    private readonly audit: AuditLog,
  ) {}

  /**
   * A new password ends all other sessions of the person; the one given goes on, with the token that is answered where
   * it came as a cookie.
   * @throws Refusal conflict when the password was changed meanwhile
   */
  async execute(
    context: Context,
    request: ChangeMeRequest,
    session: RequestSession | undefined,
  ): Promise<IssuedSession | undefined> {
    const { tx, actor } = context;
    const { id } = actor;
    if (request.language !== undefined) {
      await tx.manager.update(PersonEntity, { id }, { language: request.language });
      const [before, after] = [{ language: actor.language }, { language: request.language }];
      await this.audit.write(context, { verb: 'person.changed', object: { kind: 'person', id }, before, after });
    }
    if (request.password === undefined) return undefined;
    const { newHash, presentHash } = request.password;
    const changed = await tx.query(
      'UPDATE person SET password_hash = $2 WHERE id = $1 AND password_hash = $3 RETURNING 1 AS one',
      [id, newHash, presentHash],
    );
    if (changed.length === 0) {
      throw new Refusal('conflict', 'password-changed', 'The password was changed meanwhile. Nothing was changed now.');
    }
    await this.audit.write(context, { verb: 'password.changed', object: { kind: 'person', id } });
    await this.letters.send(context, 'password-changed', id);
    await this.links.forget(context, id);
    await this.sessions.endOthers(context, id, session?.id);
    return session?.byCookie ? this.sessions.rotate(context, session.id) : undefined;
  }
}
