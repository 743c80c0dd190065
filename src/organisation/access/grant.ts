/** What can be done with documents of a stream. `links`: link a document to others. */
export const verbs = ['read', 'register', 'edit', 'delete', 'links'] as const;
export type Verb = (typeof verbs)[number];

/**
 * How far a right reaches. Each level holds the ones before it:
 * `own` - I am responsible or the author; `unit` - the document is of a unit I belong to; `department` - of a unit I
 * head or of one below it; `company` - all documents of the stream.
 */
export const scopes = ['own', 'unit', 'department', 'company'] as const;
export type Scope = (typeof scopes)[number];

/** One line of the rights of a stream: who has `role` may do `verbs` as far as `scope` reaches. */
export interface Grant {
  readonly role: string;
  readonly verbs: readonly Verb[];
  readonly scope: Scope;
}

/** Whoever has this role may do everything. */
export const adminRole = 'admin';

/** The widest scope that the actor's roles give for `verb`, with the role that gives it; undefined when none does. */
export function widestGrant(roles: readonly string[], verb: Verb, grants: readonly Grant[]): Grant | undefined {
  let widest: Grant | undefined;
  for (const grant of grants) {
    if (!roles.includes(grant.role) || !grant.verbs.includes(verb)) continue;
    if (!widest || scopes.indexOf(grant.scope) > scopes.indexOf(widest.scope)) widest = grant;
  }
  return widest;
}
