import type { Actor } from '../../platform/context.js';
import { adminRole, widestGrant, type Grant, type Verb } from './grant.js';

/**
 * The documents on which `can` allows `verb`, as a condition over `document d`: one pair of parentheses or a constant.
 * Values are appended to `parameters`, and the condition names them by their position there ($1 is the first).
 */
export function scopeCondition(actor: Actor, verb: Verb, grants: readonly Grant[], parameters: unknown[]): string {
  if (actor.kind === 'system') return 'true';
  if (actor.kind === 'public' && verb !== 'register') return 'false';
  if (actor.roles.includes(adminRole)) return 'true';
  const scope = widestGrant(actor.roles, verb, grants)?.scope;
  if (scope === 'company') return 'true';
  if (!scope && verb !== 'read') return 'false';
  const me = `$${parameters.push(actor.id)}::uuid`;
  const alternatives: string[] = [];
  if (scope) alternatives.push(`d.responsible_id = ${me}`, `d.author_id = ${me}`);
  const unitIds =
    scope === 'unit' ? actor.unitIds : scope === 'department' ? [...actor.unitIds, ...actor.headedUnitIds] : [];
  if (unitIds.length > 0) alternatives.push(`d.unit_id = ANY($${parameters.push([...new Set(unitIds)])}::uuid[])`);
  if (verb === 'read') {
    alternatives.push(`EXISTS (SELECT 1 FROM document_access a WHERE a.document_id = d.id AND a.person_id = ${me})`);
  }
  return `(${alternatives.join(' OR ')})`;
}
