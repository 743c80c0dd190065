import type { Actor } from '../../platform/context.js';
import { adminRole, widestGrant, type Grant, type Verb } from './grant.js';

/**
 * The documents on which `can` allows `verb`: all, none, or those for which one of the conditions over `document d`
 * holds, and those opened by name. Each condition alone is served by an index.
 */
export interface ScopeReach {
  readonly kind: 'all' | 'none' | 'some';
  readonly conditions: readonly string[];
  /** The parameter that holds the person to whom documents were opened by name; null where that does not count. */
  readonly openedTo: string | null;
}

/** Values are appended to `parameters`, and the conditions name them by their position there ($1 is the first). */
export function scopeReach(actor: Actor, verb: Verb, grants: readonly Grant[], parameters: unknown[]): ScopeReach {
  const all = { kind: 'all', conditions: [], openedTo: null } as const;
  const none = { kind: 'none', conditions: [], openedTo: null } as const;
  if (actor.kind === 'system') return all;
  if (actor.kind === 'public' && verb !== 'register') return none;
  if (actor.roles.includes(adminRole)) return all;
  const scope = widestGrant(actor.roles, verb, grants)?.scope;
  if (scope === 'company') return all;
  if (!scope && verb !== 'read') return none;
  const me = `$${parameters.push(actor.id)}::uuid`;
  const conditions: string[] = [];
  if (scope) conditions.push(`d.responsible_id = ${me}`, `d.author_id = ${me}`);
  const unitIds =
    scope === 'unit' ? actor.unitIds : scope === 'department' ? [...actor.unitIds, ...actor.headedUnitIds] : [];
  if (unitIds.length > 0) conditions.push(`d.unit_id = ANY($${parameters.push([...new Set(unitIds)])}::uuid[])`);
  return { kind: 'some', conditions, openedTo: verb === 'read' ? me : null };
}

/** The same as a condition over `document d`: one pair of parentheses or a constant. */
export function scopeCondition(actor: Actor, verb: Verb, grants: readonly Grant[], parameters: unknown[]): string {
  const { kind, conditions, openedTo } = scopeReach(actor, verb, grants, parameters);
  if (kind !== 'some') return String(kind === 'all');
  const opened =
    openedTo === null
      ? []
      : [`EXISTS (SELECT 1 FROM document_access a WHERE a.document_id = d.id AND a.person_id = ${openedTo})`];
  return `(${[...conditions, ...opened].join(' OR ')})`;
}
