import type { AccessPart } from '../definition/access-part.js';
import type { AccessGrant } from '../definition/stream-definition.js';

/** Rules of access as the audit log keeps them: all of each, a line for a rule and for a restricted field. */
export function describeAccess({ rules, fields }: AccessPart): { rules: string[]; fields: Record<string, string> } {
  const restricted = Object.entries(fields).map(([key, { viewRoles, editRoles }]) => {
    const parts = [viewRoles && `view: ${viewRoles.join(', ')}`, editRoles && `edit: ${editRoles.join(', ')}`];
    return [key, parts.filter((part) => part !== undefined).join('; ')] as const;
  });
  return { rules: rules.map(describeRule), fields: Object.fromEntries(restricted) };
}

function describeRule({ role, verbs, scope, when, confidential }: AccessGrant): string {
  const condition = when === undefined ? '' : ` when ${when}`;
  return `${role}: ${verbs.join(', ')}; ${scope}${confidential === true ? ', confidential' : ''}${condition}`;
}
