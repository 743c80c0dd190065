import { Injectable } from '@nestjs/common';
import { AuditLog } from '../../platform/audit/audit-log.js';
import type { Context } from '../../platform/context.js';
import { Refusal } from '../../platform/errors.js';
import { OneTimeLinks } from '../links/one-time-links.js';
import { Sessions } from '../session/sessions.js';
import { Accounts } from './accounts.js';
import { KeepAdministrator } from './keep-administrator.js';

/** Lets somebody leave, at once and everywhere, and come back. Each call comes after `beginChange` of its transaction. */
@Injectable()
export class CloseAccount {
  constructor(
    private readonly accounts: Accounts,
    private readonly sessions: Sessions,
    private readonly links: OneTimeLinks,
    private readonly keepAdministrator: KeepAdministrator,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Ends sessions, tokens and links; posts, roles and open assignments stay as they are, for who sees to them. Does nothing
   * for somebody who has left already.
   * @param person id or login
   * @throws Refusal notFound, conflict for oneself and for the last administrator
   */
  async close(context: Context, person: string): Promise<void> {
    const { tx, actor } = context;
    const { id, active } = await this.accounts.one(context, person);
    if (id === actor.id) {
      throw new Refusal('conflict', 'own-account', 'You cannot close your own account. Another administrator can.');
    }
    if (!active) return;
    await tx.query('UPDATE person SET active = false, version = version + 1 WHERE id = $1', [id]);
    await this.keepAdministrator.check(context);
    const tokens = await tx.query<{ id: string }>('DELETE FROM api_token WHERE person_id = $1 RETURNING id', [id]);
    await this.links.forget(context, id);
    const before = { active: true, tokens: tokens.map((token) => token.id) };
    await this.audit.write(context, {
      ...{ verb: 'person.closed', object: { kind: 'person', id }, forId: id },
      ...{ before, after: { active: false } },
    });
    await this.sessions.endOthers(context, id, undefined);
  }

  /** Does nothing for somebody who is active. @param person id or login @throws Refusal notFound */
  async open(context: Context, person: string): Promise<void> {
    const { id, active } = await this.accounts.one(context, person);
    if (active) return;
    await context.tx.query('UPDATE person SET active = true, version = version + 1 WHERE id = $1', [id]);
    await this.audit.write(context, {
      ...{ verb: 'person.reopened', object: { kind: 'person', id }, forId: id },
      ...{ before: { active: false }, after: { active: true } },
    });
  }
}
