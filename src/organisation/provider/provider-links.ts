import { Injectable } from '@nestjs/common';
import { AuditLog } from '../../platform/audit/audit-log.js';
import type { Context } from '../../platform/context.js';
import { Refusal } from '../../platform/errors.js';

/** Whether a person is known to the sign-in provider. */
export interface ProviderLinkView {
  readonly linked: boolean;
  /** Address of the provider; null while nothing is linked, as the others. */
  readonly issuer: string | null;
  /** ISO 8601: the first sign-in by it, and the last. */
  readonly since: string | null;
  readonly usedAt: string | null;
  /** Whether the link can be taken away: there is another way to sign in. */
  readonly removable: boolean;
}

interface LinkRow {
  readonly issuer: string;
  readonly created_at: Date;
  readonly used_at: Date;
}

/** The link between a person and the account at the sign-in provider, as its owner sees it. */
@Injectable()
export class ProviderLinks {
  constructor(private readonly audit: AuditLog) {}

  async show(context: Context): Promise<ProviderLinkView> {
    const [link] = await context.tx.query<LinkRow>(
      'SELECT issuer, created_at, used_at FROM person_identity WHERE person_id = $1 ORDER BY used_at DESC LIMIT 1',
      [context.actor.id],
    );
    if (!link) return { linked: false, issuer: null, since: null, usedAt: null, removable: false };
    const [since, usedAt] = [link.created_at.toISOString(), link.used_at.toISOString()];
    return { linked: true, issuer: link.issuer, since, usedAt, removable: await this.hasOtherWay(context) };
  }

  /** @throws Refusal notFound when nothing is linked, conflict when it is the last way to sign in */
  async remove(context: Context): Promise<void> {
    const { tx, actor } = context;
    if (!(await this.hasOtherWay(context))) {
      const message = 'This is your only way to sign in. Choose a password or add a passkey first.';
      throw new Refusal('conflict', 'last-way-in', message);
    }
    const gone = await tx.query<{ issuer: string; subject: string }>(
      'DELETE FROM person_identity WHERE person_id = $1 RETURNING issuer, subject',
      [actor.id],
    );
    if (gone.length === 0) throw new Refusal('notFound', 'not-linked', 'No account of a provider is linked with you.');
    const object = { kind: 'person', id: actor.id };
    for (const before of gone) await this.audit.write(context, { verb: 'identity.unlinked', object, before });
  }

  /** The row of the person stays locked, so that two ways are not given up at the same moment, each for the other. */
  private async hasOtherWay({ tx, actor }: Context): Promise<boolean> {
    const [person] = await tx.query<{ other: boolean }>(
      `SELECT password_hash IS NOT NULL OR EXISTS (SELECT FROM passkey k WHERE k.person_id = p.id) AS other
       FROM person p WHERE id = $1 FOR NO KEY UPDATE`,
      [actor.id],
    );
    return person?.other ?? false;
  }
}
