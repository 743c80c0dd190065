import type { Actor } from '../../platform/context.js';
import { adminRole, widestGrant, type Grant, type Scope, type Verb } from './grant.js';

/** What a decision about one document, or about registering one, is taken on. */
export interface AccessFacts {
  /** The rights of the document's stream. */
  readonly grants: readonly Grant[];
  /** Absent: the question is about the stream as a whole, e.g. whether one may register in it at all. */
  readonly document?: DocumentFacts;
  /** `granted`: the document was opened to this person by name (row of `document_access`). */
  readonly readers?: 'granted' | undefined;
}

export interface DocumentFacts {
  readonly authorId: string;
  readonly responsibleId: string | null;
  readonly unitId: string | null;
}

/** The decision, with a sentence that explains it to whoever asks "why can she see this, why not". */
export interface AccessDecision {
  readonly allowed: boolean;
  readonly because: string;
}

const deeds: Readonly<Record<Verb, string>> = {
  read: 'read documents',
  register: 'register documents',
  edit: 'edit documents',
  delete: 'delete documents',
  links: 'link documents',
};

/** Whether `actor` may do `verb`, and why. `scopeCondition` says the same in SQL. */
export function can(actor: Actor, verb: Verb, facts: AccessFacts): AccessDecision {
  if (actor.kind === 'system') return allowed('The system itself acts.');
  if (actor.kind === 'public' && verb !== 'register') return refused('Whoever has not signed in may only register.');
  if (actor.roles.includes(adminRole))
    return allowed(`${actor.name} has the role "${adminRole}", which may do everything.`);
  if (verb === 'read' && facts.readers === 'granted')
    return allowed(`The document was opened to ${actor.name} by name.`);
  const grant = widestGrant(actor.roles, verb, facts.grants);
  if (!grant) return refused(`No role of ${actor.name} (${roleList(actor)}) may ${deeds[verb]} of this stream.`);
  if (!facts.document) return allowed(`The role "${grant.role}" may ${deeds[verb]} of this stream.`);
  const reason = reach(actor, grant.scope, facts.document);
  if (reason) return allowed(`The role "${grant.role}" may ${deeds[verb]} ${reachOf[grant.scope]}, and ${reason}.`);
  return refused(
    `The role "${grant.role}" may ${deeds[verb]} only ${reachOf[grant.scope]}; ${misses(grant.scope, actor)}.`,
  );
}

const reachOf: Readonly<Record<Scope, string>> = {
  own: "of one's own",
  unit: "of one's own unit",
  department: 'of the units that one heads',
  company: 'of the whole company',
};

/** Why the document lies within `scope`; undefined when it does not. */
function reach(actor: Actor, scope: Scope, document: DocumentFacts): string | undefined {
  if (scope === 'company') return 'it belongs to the company';
  if (document.responsibleId === actor.id) return `${actor.name} is responsible for it`;
  if (document.authorId === actor.id) return `${actor.name} is its author`;
  if (scope === 'own' || document.unitId === null) return undefined;
  if (actor.unitIds.includes(document.unitId)) return `it is of ${actor.name}'s unit`;
  if (scope === 'department' && actor.headedUnitIds.includes(document.unitId))
    return `${actor.name} heads its unit or one above it`;
  return undefined;
}

function misses(scope: Scope, actor: Actor): string {
  const own = `${actor.name} is neither responsible for it nor its author`;
  if (scope === 'own') return own;
  return `${own}, and it is of ${scope === 'unit' ? 'another unit' : 'no unit that one belongs to or heads'}`;
}

function roleList(actor: Actor): string {
  return actor.roles.length === 0 ? 'none' : actor.roles.join(', ');
}

function allowed(because: string): AccessDecision {
  return { allowed: true, because };
}

function refused(because: string): AccessDecision {
  return { allowed: false, because };
}
