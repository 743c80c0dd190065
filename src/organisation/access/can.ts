import type { Actor } from '../../platform/context.js';
import { adminRole, grantsFor, type DocumentFacts, type Grant, type Scope, type Verb } from './grant.js';

/** How far a document was shared with somebody by name. `edit` holds `read`. */
export const shareLevels = ['read', 'edit'] as const;
export type ShareLevel = (typeof shareLevels)[number];

/** What somebody has got by name. */
export interface OpenedByName {
  /** Takes part in what happens with the document (row of `document_access`), which lets one read it. */
  readonly participant: boolean;
  /** The widest share that is in force (row of `document_share`). */
  readonly share: ShareLevel | null;
}

/** What a decision about one document, or about registering one, is taken on. */
export interface AccessFacts {
  /** The rights of the document's stream. */
  readonly grants: readonly Grant[];
  /** Absent: the question is about the stream as a whole, e.g. whether one may register in it at all. */
  readonly document?: DocumentFacts;
  readonly opened?: OpenedByName;
}

/** What a decision rests on. `grant` is that of the role; of a refusal, the widest that does not reach the document. */
export interface AccessBasis {
  readonly kind: 'system' | 'public' | 'admin' | 'participant' | 'share' | 'grant' | 'none';
  readonly grant?: Grant;
}

/** The decision, with a sentence that explains it to whoever asks "why can she see this, why not". */
export interface AccessDecision {
  readonly allowed: boolean;
  readonly because: string;
  readonly basis: AccessBasis;
}

const deeds: Readonly<Record<Verb, string>> = {
  read: 'read documents',
  register: 'register documents',
  edit: 'edit documents',
  delete: 'delete documents',
  links: 'link documents',
};

/** What a share of each level lets one do. */
export const sharedVerbs: Readonly<Record<ShareLevel, readonly Verb[]>> = {
  read: ['read'],
  edit: ['read', 'edit', 'links'],
};

/** Whether `actor` may do `verb`, and why. `scopeCondition` says the same in SQL. */
export function can(actor: Actor, verb: Verb, facts: AccessFacts): AccessDecision {
  if (actor.kind === 'system') return allowed('The system itself acts.', { kind: 'system' });
  if (actor.kind === 'public' && verb !== 'register')
    return refused('Whoever has not signed in may only register.', { kind: 'public' });
  if (actor.roles.includes(adminRole))
    return allowed(`${actor.name} has the role "${adminRole}", which may do everything.`, { kind: 'admin' });
  return openedByName(actor, verb, facts) ?? granted(actor, verb, facts);
}

function openedByName(actor: Actor, verb: Verb, { opened }: AccessFacts): AccessDecision | undefined {
  if (verb === 'read' && opened?.participant)
    return allowed(`The document was opened to ${actor.name} by name.`, { kind: 'participant' });
  const share = opened?.share;
  if (share && sharedVerbs[share].includes(verb))
    return allowed(`The document was shared with ${actor.name}, to ${share} it.`, { kind: 'share' });
  return undefined;
}

function granted(actor: Actor, verb: Verb, { grants, document }: AccessFacts): AccessDecision {
  const given = grantsFor(actor.roles, verb, grants);
  const [widest] = given;
  if (!widest) {
    const because = `No role of ${actor.name} (${roleList(actor)}) may ${deeds[verb]} of this stream.`;
    return refused(because, { kind: 'none' });
  }
  if (!document) {
    const because = `The role "${widest.role}" may ${deeds[verb]} of this stream${whenOf(widest)}.`;
    return allowed(because, { kind: 'grant', grant: widest });
  }
  for (const grant of given) {
    const reason = reach(actor, grant, document);
    if (reason === undefined || grant.when?.holds(actor, document) === false) continue;
    const because = `The role "${grant.role}" may ${deeds[verb]} ${reachOf[grant.scope]}${whenOf(grant)}, and ${reason}.`;
    return allowed(because, { kind: 'grant', grant });
  }
  const because = `The role "${widest.role}" may ${deeds[verb]} only ${reachOf[widest.scope]}${whenOf(widest)}; ${misses(actor, widest, document)}.`;
  return refused(because, { kind: 'grant', grant: widest });
}

const reachOf: Readonly<Record<Scope, string>> = {
  own: "of one's own",
  unit: "of one's own unit",
  department: 'of the units that one heads',
  company: 'of the whole company',
};

/** Why the document lies within the level of the grant; undefined when it does not. */
function reach(actor: Actor, { scope, confidential }: Grant, document: DocumentFacts): string | undefined {
  const levels = !document.confidential || confidential === true;
  if (levels && scope === 'company') return 'it belongs to the company';
  if (document.responsibleId === actor.id) return `${actor.name} is responsible for it`;
  if (document.authorId === actor.id) return `${actor.name} is its author`;
  if (!levels || scope === 'own' || document.unitId === null) return undefined;
  if (actor.unitIds.includes(document.unitId)) return `it is of ${actor.name}'s unit`;
  if (scope === 'department' && actor.headedUnitIds.includes(document.unitId))
    return `${actor.name} heads its unit or one above it`;
  return undefined;
}

function misses(actor: Actor, grant: Grant, document: DocumentFacts): string {
  if (reach(actor, grant, document) !== undefined) return 'that condition does not hold';
  const own = `${actor.name} is neither responsible for it nor its author`;
  if (grant.scope === 'own') return own;
  if (document.confidential && grant.confidential !== true) return `it is confidential, and ${own}`;
  return `${own}, and it is of ${grant.scope === 'unit' ? 'another unit' : 'no unit that one belongs to or heads'}`;
}

function whenOf({ when }: Grant): string {
  return when === undefined ? '' : ` when ${when.source}`;
}

function roleList(actor: Actor): string {
  return actor.roles.length === 0 ? 'none' : actor.roles.join(', ');
}

function allowed(because: string, basis: AccessBasis): AccessDecision {
  return { allowed: true, because, basis };
}

function refused(because: string, basis: AccessBasis): AccessDecision {
  return { allowed: false, because, basis };
}
