import { Injectable } from '@nestjs/common';
import { AuditLog } from '../../platform/audit/audit-log.js';
import type { Context } from '../../platform/context.js';
import { Refusal } from '../../platform/errors.js';
import { say } from '../../platform/words/sentence.js';

/** Gives a person exactly these roles of its own; those through posts and groups are not touched. */
@Injectable()
export class GiveRoles {
  constructor(private readonly audit: AuditLog) {}

  /**
   * Writes nothing, also not to the audit log, when the person has them already.
   * @throws Refusal invalid for an unknown role
   */
  async execute(context: Context, personId: string, roles: readonly string[]): Promise<void> {
    const { tx } = context;
    const wanted = [...new Set(roles)].sort();
    const known = await tx.query<{ key: string }>('SELECT key FROM role WHERE key = ANY ($1)', [wanted]);
    const missing = wanted.find((key) => !known.some((role) => role.key === key));
    if (missing !== undefined) {
      const message = say('There is no role "{missing}".', { missing });
      throw new Refusal('invalid', 'unknown-role', message, [{ path: 'roles', code: 'unknown-role', message }]);
    }
    const held = await tx.query<{ key: string }>(
      'SELECT role_key AS key FROM person_role WHERE person_id = $1 ORDER BY role_key FOR UPDATE',
      [personId],
    );
    const before = held.map(({ key }) => key).sort();
    if (before.join(' ') === wanted.join(' ')) return;
    await tx.query('DELETE FROM person_role WHERE person_id = $1 AND role_key <> ALL ($2)', [personId, wanted]);
    await tx.query(
      'INSERT INTO person_role (person_id, role_key) SELECT $1, unnest($2::text[]) ON CONFLICT DO NOTHING',
      [personId, wanted],
    );
    const object = { kind: 'person', id: personId };
    await this.audit.write(context, {
      verb: 'roles.changed',
      object,
      before: { roles: before },
      after: { roles: wanted },
    });
  }
}
