import type { Actor } from '../../platform/context.js';

/** What can be done with documents of a stream. `links`: link a document to others. */
export const verbs = ['read', 'register', 'edit', 'delete', 'links'] as const;
export type Verb = (typeof verbs)[number];

/**
 * How far a right reaches: `own` - I am responsible or the author; `group` - somebody of a group of mine is; `unit` - the
 * document is of a unit I belong to; `department` - of a unit I head or of one below it, or as `unit`; `company` - all
 * documents of the stream. Each level holds `own`, and `company` holds every other.
 */
export const scopes = ['own', 'group', 'unit', 'department', 'company'] as const;
export type Scope = (typeof scopes)[number];

/** What a decision is taken on, of one document. */
export interface DocumentFacts {
  readonly authorId: string;
  readonly responsibleId: string | null;
  readonly unitId: string | null;
  /** Marked as confidential: levels above `own` do not reach it, save in grants that say so. */
  readonly confidential: boolean;
  readonly status: string;
  /** The card as it is stored. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** A condition of a grant: the same thing as a function and as SQL. */
export interface GrantCondition {
  /** As it was written, FEEL. */
  readonly source: string;
  holds(actor: Actor, document: DocumentFacts): boolean;
  /** The condition over `document d`, true or false and never null; `bind` gives the parameter that holds a value. */
  sql(actor: Actor, bind: (value: unknown) => string): string;
}

/** One line of the rights of a stream: who has `role` may do `verbs` as far as `scope` reaches. */
export interface Grant {
  readonly role: string;
  readonly verbs: readonly Verb[];
  readonly scope: Scope;
  /** Only for documents on which it holds; absent: for all. */
  readonly when?: GrantCondition;
  /** The level reaches documents that are marked as confidential, too. */
  readonly confidential?: boolean;
}

/** The rights of one stream. */
export interface StreamRights {
  /** Its key. */
  readonly stream: string;
  readonly grants: readonly Grant[];
}

/** Whoever has this role may do everything. */
export const adminRole = 'admin';

/** The grants that the actor's roles give for `verb`, the widest first; without those that another one holds already. */
export function grantsFor(roles: readonly string[], verb: Verb, grants: readonly Grant[]): Grant[] {
  const given = grants.filter((grant) => roles.includes(grant.role) && grant.verbs.includes(verb));
  const needed = given.filter(
    (grant, at) =>
      !given.some((other, place) => other !== grant && holds(other, grant) && !(holds(grant, other) && at < place)),
  );
  return needed.sort((a, b) => level(b) - level(a));
}

/** Whether `wide` gives all that `narrow` gives. */
function holds(wide: Grant, narrow: Grant): boolean {
  return (
    holdsLevel(wide.scope, narrow.scope) &&
    (wide.when === undefined || wide.when.source === narrow.when?.source) &&
    (wide.confidential === true || narrow.confidential !== true || narrow.scope === 'own')
  );
}

function holdsLevel(wide: Scope, narrow: Scope): boolean {
  if (wide === narrow || narrow === 'own' || wide === 'company') return true;
  return wide === 'department' && narrow === 'unit';
}

function level({ scope }: Grant): number {
  return scopes.indexOf(scope);
}
