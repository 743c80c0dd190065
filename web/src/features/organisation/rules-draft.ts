import type { Schemas } from '../../api/client.ts';

export type Rule = Schemas['AccessRuleView'];
export type FieldAccess = Schemas['FieldAccessView'];
export type RuleRole = Schemas['RuleRoleView'];
export type Level = Rule['level'];
export type Verb = Rule['verbs'][number];

export const levels: readonly Level[] = ['own', 'group', 'unit', 'department', 'company'];
export const verbs: readonly Verb[] = ['read', 'register', 'edit', 'delete', 'links'];

/** The rules of a stream while they are being changed: all of them, since those of one role are sent with the others. */
export interface Draft {
  readonly rules: readonly Rule[];
  readonly fields: readonly FieldAccess[];
}

/** Of a rule as a stream is configured with. */
interface ConfiguredRule {
  readonly role: string;
  readonly verbs: readonly Verb[];
  readonly scope: Level;
  readonly when?: string;
}

/** What one role may do in one stream, in short. */
export interface Cell {
  /** The widest level of its rules for reading, else of any. */
  readonly level: Level;
  readonly verbs: readonly Verb[];
  /** Some rule counts only for documents on which something holds. */
  readonly conditional: boolean;
}

/** The cell of a role; nothing where no rule names it. */
export function cellOf(rules: readonly ConfiguredRule[], role: string): Cell | undefined {
  const mine = rules.filter((rule) => rule.role === role);
  if (mine.length === 0) return undefined;
  const reading = mine.filter((rule) => rule.verbs.includes('read'));
  const reach = (reading.length > 0 ? reading : mine).map(({ scope }) => levels.indexOf(scope));
  return {
    level: levels[Math.max(...reach)] ?? 'own',
    verbs: verbs.filter((verb) => mine.some((rule) => rule.verbs.includes(verb))),
    conditional: mine.some(({ when }) => when !== undefined),
  };
}

/** The roles that some stream names first, each part by name; administrators need no rule. */
export function rolesInOrder(
  roles: readonly RuleRole[],
  streams: readonly { readonly configuration?: { readonly access: readonly { readonly role: string }[] } }[],
): RuleRole[] {
  const named = new Set(streams.flatMap(({ configuration }) => (configuration?.access ?? []).map(({ role }) => role)));
  const place = ({ key }: RuleRole) => (named.has(key) ? 0 : 1);
  return roles
    .filter(({ key }) => key !== 'admin')
    .sort((a, b) => place(a) - place(b) || a.name.localeCompare(b.name) || (a.key < b.key ? -1 : 1));
}

/** A rule to begin with. */
export function newRule(role: string): Rule {
  return { role, verbs: [role === 'public' ? 'register' : 'read'], level: 'own', when: null, confidential: false };
}

/** The draft with another rule in a place; nothing takes it away. */
export function withRule({ rules, fields }: Draft, place: number, rule: Rule | undefined): Draft {
  return { fields, rules: rules.flatMap((one, index) => (index !== place ? [one] : rule ? [rule] : [])) };
}

/** The draft with a field that some do not see or change; nobody named: everybody does. */
export function withField(
  { rules, fields }: Draft,
  key: string,
  which: 'viewRoles' | 'editRoles',
  roles: string[],
): Draft {
  const given = roles.length === 0 ? null : roles;
  return { rules, fields: fields.map((field) => (field.key === key ? { ...field, [which]: given } : field)) };
}

/** The draft as it is sent. */
export function bodyOf({ rules, fields }: Draft): Schemas['AccessRulesDto'] {
  return {
    rules: rules.map(({ role, verbs: may, level, when, confidential }) => ({
      ...{ role, verbs: [...may], level, confidential },
      ...(when !== null && when.trim() !== '' && { when: when.trim() }),
    })),
    fields: fields
      .filter(({ viewRoles, editRoles }) => viewRoles ?? editRoles)
      .map(({ key, viewRoles, editRoles }) => ({
        key,
        ...(viewRoles && { viewRoles: [...viewRoles] }),
        ...(editRoles && { editRoles: [...editRoles] }),
      })),
  };
}

/** Whether two drafts would be sent alike. */
export function sameDraft(one: Draft, other: Draft): boolean {
  return JSON.stringify(bodyOf(one)) === JSON.stringify(bodyOf(other));
}
