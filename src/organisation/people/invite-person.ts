import { Injectable } from '@nestjs/common';
import { AuditLog } from '../../platform/audit/audit-log.js';
import type { Context } from '../../platform/context.js';
import { Refusal } from '../../platform/errors.js';
import { AccountLetters } from '../letters/account-letters.js';
import { OneTimeLinks } from '../links/one-time-links.js';
import { Accounts } from './accounts.js';

/** Sends somebody the letter with the link by which a first password is chosen. */
@Injectable()
export class InvitePerson {
  constructor(
    private readonly accounts: Accounts,
    private readonly links: OneTimeLinks,
    private readonly letters: AccountLetters,
    private readonly audit: AuditLog,
  ) {}

  /**
   * A link sent before is good no longer.
   * @param person id or login
   * @throws Refusal notFound; conflict for somebody who has left, has no e-mail address, or has a password already
   */
  async execute(context: Context, person: string): Promise<void> {
    const { id, active, email, signsInBy } = await this.accounts.one(context, person);
    if (!active) throw new Refusal('conflict', 'account-closed', 'The account is closed. Open it again first.');
    if (email === null) {
      throw new Refusal(
        'conflict',
        'no-email',
        'There is no e-mail address to send the invitation to. Enter one first.',
      );
    }
    if (signsInBy.includes('password')) {
      const message = 'This person has a password already. One that is forgotten is chosen anew from the sign-in page.';
      throw new Refusal('conflict', 'has-password', message);
    }
    const token = await this.links.issue(context, 'invitation', id);
    await this.letters.send(context, 'invitation', id, `/new-password#${token}`);
    await this.audit.write(context, { verb: 'invitation.sent', object: { kind: 'person', id }, after: { to: email } });
  }
}
