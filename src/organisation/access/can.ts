import type { Actor } from '../../platform/context.js';
import { say, type Sentence, type Value } from '../../platform/words/sentence.js';
import { adminRole, grantsFor, type DocumentFacts, type Grant, type Scope, type Verb } from './grant.js';
import { sharedVerbs, type ShareHolderKind, type ShareLevel } from './shares.js';

/** What somebody has got by name. */
export interface OpenedByName {
  /** Takes part in what happens with the document (row of `document_access`), which lets one read it. */
  readonly participant: boolean;
  /** The widest share that is in force (row of `document_share`). */
  readonly share: ShareLevel | null;
  /** Whose share that is, where it is not the person's own and is to be told. */
  readonly sharedWith?: { readonly kind: ShareHolderKind; readonly name: string };
}

/** What a decision about one document, or about registering one, is taken on. */
export interface AccessFacts {
  /** The document's stream. Absent, it counts for none that a limited token is good for. */
  readonly stream?: string;
  /** Its rights. */
  readonly grants: readonly Grant[];
  /** Absent: the question is about the stream as a whole, e.g. whether one may register in it at all. */
  readonly document?: DocumentFacts;
  readonly opened?: OpenedByName;
}

/** What a decision rests on. `grant` is that of the role; of a refusal, the widest that does not reach the document. */
export interface AccessBasis {
  readonly kind: 'system' | 'public' | 'token' | 'admin' | 'participant' | 'share' | 'grant' | 'none';
  readonly grant?: Grant;
}

/** The decision, with a sentence that explains it to whoever asks "why can she see this, why not". */
export interface AccessDecision {
  readonly allowed: boolean;
  readonly because: Sentence;
  readonly basis: AccessBasis;
}

/** What each verb is called. */
export const deeds: Readonly<Record<Verb, Sentence>> = {
  read: say('read documents'),
  register: say('register documents'),
  edit: say('edit documents'),
  delete: say('delete documents'),
  links: say('link documents'),
};

const sharedWith: Readonly<Record<ShareLevel, (person: string) => Sentence>> = {
  read: (person) => say('The document was shared with {person}, to read it.', { person }),
  edit: (person) => say('The document was shared with {person}, to edit it.', { person }),
};

const sharedThrough: Readonly<
  Record<'unit' | 'group', Record<ShareLevel, (person: string, name: string) => Sentence>>
> = {
  unit: {
    read: (person, name) =>
      say('The document was shared with the unit "{name}" of {person}, to read it.', { person, name }),
    edit: (person, name) =>
      say('The document was shared with the unit "{name}" of {person}, to edit it.', { person, name }),
  },
  group: {
    read: (person, name) =>
      say('The document was shared with the group "{name}" of {person}, to read it.', { person, name }),
    edit: (person, name) =>
      say('The document was shared with the group "{name}" of {person}, to edit it.', { person, name }),
  },
};

/** Whether `actor` may do `verb`, and why. `scopeCondition` says the same in SQL. */
export function can(actor: Actor, verb: Verb, facts: AccessFacts): AccessDecision {
  if (actor.kind === 'system') return allowed(say('The system itself acts.'), { kind: 'system' });
  if (actor.kind === 'public' && verb !== 'register')
    return refused(say('Whoever has not signed in may only register.'), { kind: 'public' });
  if (actor.limit && !actor.limit.streams.includes(facts.stream ?? ''))
    return refused(say('The API token is not for this stream.'), { kind: 'token' });
  if (mayEverything(actor)) {
    const holds = { person: actor.name, role: adminRole };
    return allowed(say('{person} has the role "{role}", which may do everything.', holds), { kind: 'admin' });
  }
  return openedByName(actor, verb, facts) ?? granted(actor, verb, facts);
}

/** Whether no rule is asked: an administrator, or a token of one within its streams. */
export function mayEverything({ roles, limit }: Pick<Actor, 'roles' | 'limit'>): boolean {
  return roles.includes(adminRole) || limit?.everything === true;
}

function openedByName(actor: Actor, verb: Verb, { opened }: AccessFacts): AccessDecision | undefined {
  if (verb === 'read' && opened?.participant)
    return allowed(say('The document was opened to {person} by name.', { person: actor.name }), {
      kind: 'participant',
    });
  const share = opened?.share;
  if (!share || !sharedVerbs[share].includes(verb)) return undefined;
  const { kind = 'person', name = '' } = opened?.sharedWith ?? {};
  const because = kind === 'person' ? sharedWith[share](actor.name) : sharedThrough[kind][share](actor.name, name);
  return allowed(because, { kind: 'share' });
}

function granted(actor: Actor, verb: Verb, { grants, document }: AccessFacts): AccessDecision {
  const given = grantsFor(actor.roles, verb, grants);
  const [widest] = given;
  if (!widest) {
    const because = say('No role of {person} ({roles}) may {deed} of this stream.', {
      person: actor.name,
      roles: actor.roles.length === 0 ? say('none') : actor.roles,
      deed: deeds[verb],
    });
    return refused(because, { kind: 'none' });
  }
  if (!document) {
    const because = say('The role "{role}" may {deed} of this stream{when}.', lineOf(verb, widest));
    return allowed(because, { kind: 'grant', grant: widest });
  }
  for (const grant of given) {
    const reason = reach(actor, grant, document);
    if (reason === undefined || grant.when?.holds(actor, document) === false) continue;
    const line = { ...lineOf(verb, grant), reach: reachOf[grant.scope], reason };
    const because = say('The role "{role}" may {deed} {reach}{when}, and {reason}.', line);
    return allowed(because, { kind: 'grant', grant });
  }
  const line = { ...lineOf(verb, widest), reach: reachOf[widest.scope], misses: misses(actor, widest, document) };
  const because = say('The role "{role}" may {deed} only {reach}{when}; {misses}.', line);
  return refused(because, { kind: 'grant', grant: widest });
}

/** What each level is called. */
export const reachOf: Readonly<Record<Scope, Sentence>> = {
  own: say("of one's own"),
  group: say("of the people of one's own groups"),
  unit: say("of one's own unit"),
  department: say('of the units that one heads'),
  company: say('of the whole company'),
};

/** Why the document lies within the level of the grant; undefined when it does not. */
function reach(actor: Actor, { scope, confidential }: Grant, document: DocumentFacts): Sentence | undefined {
  const levels = !document.confidential || confidential === true;
  const person = actor.name;
  if (levels && scope === 'company') return say('it belongs to the company');
  if (document.responsibleId === actor.id) return say('{person} is responsible for it', { person });
  if (document.authorId === actor.id) return say('{person} is its author', { person });
  if (!levels || scope === 'own') return undefined;
  if (scope === 'group') return ofColleague(actor, document);
  if (document.unitId === null) return undefined;
  if (actor.unitIds.includes(document.unitId)) return say("it is of {person}'s unit", { person });
  if (scope === 'department' && actor.headedUnitIds.includes(document.unitId))
    return say('{person} heads its unit or one above it', { person });
  return undefined;
}

function ofColleague({ name, colleagueIds }: Actor, { authorId, responsibleId }: DocumentFacts): Sentence | undefined {
  if (responsibleId !== null && colleagueIds.includes(responsibleId))
    return say('somebody of a group of {person} is responsible for it', { person: name });
  if (colleagueIds.includes(authorId)) return say('somebody of a group of {person} is its author', { person: name });
  return undefined;
}

function misses(actor: Actor, grant: Grant, document: DocumentFacts): Sentence {
  if (reach(actor, grant, document) !== undefined) return say('that condition does not hold');
  const why = say('{person} is neither responsible for it nor its author', { person: actor.name });
  if (grant.scope === 'own') return why;
  if (document.confidential && grant.confidential !== true) return say('it is confidential, and {why}', { why });
  if (grant.scope === 'group') return say('{why}, nor is anybody of a group of {person}', { why, person: actor.name });
  const unit = grant.scope === 'unit' ? say('another unit') : say('no unit that one belongs to or heads');
  return say('{why}, and it is of {unit}', { why, unit });
}

/** What every sentence about a grant names. */
function lineOf(verb: Verb, { role, when }: Grant): { role: string; deed: Sentence; when: Value } {
  return {
    role,
    deed: deeds[verb],
    when: when === undefined ? '' : say(' when {condition}', { condition: when.source }),
  };
}

function allowed(because: Sentence, basis: AccessBasis): AccessDecision {
  return { allowed: true, because, basis };
}

function refused(because: Sentence, basis: AccessBasis): AccessDecision {
  return { allowed: false, because, basis };
}
