import { Injectable } from '@nestjs/common';
import type { Context } from '../../platform/context.js';
import { Refusal } from '../../platform/errors.js';
import { adminRole } from '../access/grant.js';

/** Whoever could let others in again must not be locked out as the last one. */
@Injectable()
export class KeepAdministrator {
  /** After a change, in its transaction. @throws Refusal conflict when nobody active is an administrator any more */
  async check({ tx }: Context): Promise<void> {
    const [left] = await tx.query<{ some: boolean }>(
      `SELECT EXISTS (SELECT FROM person p WHERE p.active AND p.kind = 'person' AND (
         EXISTS (SELECT FROM person_role r WHERE r.person_id = p.id AND r.role_key = $1)
         OR EXISTS (SELECT FROM group_member m JOIN group_role r USING (group_id) WHERE m.person_id = p.id AND r.role_key = $1)
         OR EXISTS (SELECT FROM post_holder h JOIN post o ON o.id = h.post_id WHERE h.person_id = p.id AND o.key = $1))) AS some`,
      [adminRole],
    );
    if (left?.some) return;
    const message = 'Nobody would be an administrator any more. Make somebody else an administrator first.';
    throw new Refusal('conflict', 'last-administrator', message);
  }
}
