import type { Actor } from '../../platform/context.js';
import { Refusal } from '../../platform/errors.js';
import { adminRole } from '../access/grant.js';

/** Whoever has this role may read the audit log, and verify it; nothing else. */
export const auditorRole = 'auditor';

/** @throws Refusal forbidden */
export function requireAuditor({ roles }: Pick<Actor, 'roles'>): void {
  if (roles.includes(adminRole) || roles.includes(auditorRole)) return;
  throw new Refusal('forbidden', 'auditor-only', 'The audit log is read by administrators and auditors.');
}
