import { Injectable } from '@nestjs/common';
import { AuditLog } from '../../platform/audit/audit-log.js';
import type { Context } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Refusal } from '../../platform/errors.js';
import { publicActor } from '../directory/actors.js';
import { AccountLetters } from '../letters/account-letters.js';
import { OneTimeLinks, type LinkPurpose, type OpenLink } from '../links/one-time-links.js';
import { Sessions } from '../session/sessions.js';
import { NewPassword } from './new-password.js';

const purposes: readonly LinkPurpose[] = ['password-reset', 'invitation'];

/** What the page of a link for a new password shows. */
export interface PasswordLinkView {
  readonly purpose: 'password-reset' | 'invitation';
  readonly login: string;
  readonly name: string;
  readonly expiresAt: string;
}

/** Sets the password that somebody chose by a link from a letter. */
@Injectable()
export class ChoosePassword {
  constructor(
    private readonly links: OneTimeLinks,
    private readonly newPassword: NewPassword,
    private readonly sessions: Sessions,
    private readonly letters: AccountLetters,
    private readonly audit: AuditLog,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** Whose link it is; does not use it up. @throws Refusal invalid for a link that is not good (any more) */
  async look(context: Context, token: string): Promise<PasswordLinkView> {
    const link = await this.links.look(context, token, purposes);
    const { login, name } = await this.ownerOf(context, link);
    return {
      purpose: link.purpose as PasswordLinkView['purpose'],
      login,
      name,
      expiresAt: link.expiresAt.toISOString(),
    };
  }

  /**
   * Sets the password, ends all sessions of the person and all of its other links. The link is used up only when the
   * password is good.
   * @throws Refusal invalid for a link that is not good (any more), or a weak password
   */
  async execute(address: string, token: string, password: string): Promise<void> {
    const actor = { ...publicActor, origin: { address } };
    const seen = await this.unitOfWork.run(actor, async (context) => {
      return this.ownerOf(context, await this.links.look(context, token, purposes));
    });
    const hash = await this.newPassword.forPerson(seen.id, password);
    await this.unitOfWork.run(actor, async (context) => {
      const link = await this.links.take(context, token, purposes);
      const { id } = await this.ownerOf(context, link);
      await context.tx.query('UPDATE person SET password_hash = $2 WHERE id = $1', [id, hash]);
      await this.links.forget(context, id);
      const verb = link.purpose === 'invitation' ? 'invitation.accepted' : 'password.reset';
      await this.audit.write(context, { verb, object: { kind: 'person', id }, forId: id });
      await this.sessions.endOthers(context, id, undefined);
      if (link.purpose === 'password-reset') await this.letters.send(context, 'password-changed', id);
    });
  }

  private async ownerOf({ tx }: Context, link: OpenLink): Promise<{ id: string; login: string; name: string }> {
    const [person] = await tx.query<{ id: string; login: string; name: string }>(
      'SELECT id, login, name FROM person WHERE id = $1 AND active',
      [link.personId],
    );
    if (person) return person;
    throw new Refusal('invalid', 'link-invalid', 'The account that this link belongs to is closed.');
  }
}
