import type { LocalisedText } from '../../platform/languages.js';
import { compileExpression, evaluate } from '../../platform/feel/expression.js';
import type { Organisation, Person } from '../../organisation/directory/organisation.js';
import { headOfPerson, headOfUnit, holdersOf, membersOf, substituteFor } from '../../organisation/directory/queries.js';

/** Whom an assignment goes to: one performer, or candidates of whom the first to claim it takes it. */
export interface ResolvedPerformer {
  readonly performerId: string | null;
  /** The absent person for whom the performer acts. */
  readonly actingForId: string | null;
  readonly candidateIds: readonly string[];
}

/** A person as expressions see one. */
export interface PersonValue {
  readonly id: string;
  readonly login: string;
  readonly name: string;
}

type Scope = Readonly<Record<string, unknown>>;

/**
 * Evaluates a performer expression against the organisation. One person becomes the performer, several become
 * candidates; absent people are replaced by their substitutes. Nobody is a failure with its reason, never a fallback.
 */
export function resolvePerformer(
  organisation: Organisation,
  source: string,
  scope: Scope,
  atMs: number,
): ResolvedPerformer | { failure: string } {
  const people = evaluatePeople(organisation, source, scope, atMs);
  if ('failure' in people) return people;
  if (people.ids.length === 0) return { failure: `Nobody was found to assign: "${source}" gives no active person.` };
  // Someone absent without a substitute keeps the assignment; the list of what does not move names it.
  const present = [...new Set(people.ids.map((id) => substituteFor(organisation, id, atMs)?.id ?? id))];
  const [wanted] = people.ids;
  const [performer] = present;
  if (present.length === 1 && performer !== undefined) {
    const actingForId = people.ids.length === 1 && wanted !== undefined && wanted !== performer ? wanted : null;
    return { performerId: performer, actingForId, candidateIds: [] };
  }
  return { performerId: null, actingForId: null, candidateIds: present };
}

/** One person or none: for controllers. None, or an expression without value, is no failure. */
export function resolveOne(
  organisation: Organisation,
  source: string,
  scope: Scope,
  atMs: number,
): { personId: string | null } | { failure: string } {
  const people = evaluatePeople(organisation, source, scope, atMs);
  if ('failure' in people) return people;
  return { personId: people.ids[0] ?? null };
}

function evaluatePeople(
  organisation: Organisation,
  source: string,
  scope: Scope,
  atMs: number,
): { ids: readonly string[] } | { failure: string } {
  const compiled = compileExpression(source);
  if ('problem' in compiled) return { failure: `"${source}" cannot be read: ${compiled.problem}` };
  const result = evaluate(compiled.expression, { ...organisationFunctions(organisation), ...scope }, { at: atMs });
  if ('failure' in result) return { failure: `"${source}" could not be evaluated: ${result.failure}` };
  const ids: string[] = [];
  for (const value of Array.isArray(result.value) ? result.value : [result.value]) {
    if (value === null || value === undefined) continue;
    const person = personOf(organisation, value);
    if (person === undefined) return { failure: `"${source}" gives ${shown(value)}, which is no active person.` };
    ids.push(person.id);
  }
  return { ids: [...new Set(ids)] };
}

/** Persons come as contexts with an id, or as texts: an id or a login. */
function personOf(organisation: Organisation, value: unknown): Person | undefined {
  const id = typeof value === 'object' && value !== null && 'id' in value ? value.id : value;
  if (typeof id !== 'string') return undefined;
  const person = organisation.persons.get(id) ?? organisation.personByLogin.get(id);
  return person?.active === true ? person : undefined;
}

function shown(value: unknown): string {
  return JSON.stringify(value).slice(0, 100);
}

const functionsOf = new WeakMap<Organisation, Scope>();

/** The functions of performer expressions: post("lawyer"), unit("sales"), person("login"), headOf(person), lane("name"). */
export function organisationFunctions(organisation: Organisation): Scope {
  const known = functionsOf.get(organisation);
  if (known) return known;
  const functions: Scope = {
    post: (key: unknown) => unwrapped(holdersOf(organisation, String(key)).map(toValue)),
    person: (login: unknown) => personValue(organisation, String(login)) ?? null,
    unit: (key: unknown) => unitValue(organisation, String(key)),
    headOf: (who: unknown) => {
      const person = personOf(organisation, who);
      const head = person && headOfPerson(organisation, person.id);
      return head ? toValue(head) : null;
    },
    lane: (name: unknown) => unwrapped(ofLane(organisation, String(name)).map(toValue)),
  };
  functionsOf.set(organisation, functions);
  return functions;
}

/** A list of one is that one, so that `post("ceo").name` reads naturally. */
function unwrapped(values: readonly PersonValue[]): PersonValue | readonly PersonValue[] | null {
  return values.length === 0 ? null : values.length === 1 ? (values[0] ?? null) : values;
}

function unitValue(organisation: Organisation, key: string): Scope | null {
  const unit = organisation.unitByKey.get(key);
  if (!unit) return null;
  const head = headOfUnit(organisation, key);
  return {
    key: unit.key,
    head: head ? toValue(head) : null,
    members: membersOf(organisation, key).map(toValue),
  };
}

/** A lane without a performer of its own is named after a post or a unit, by key or by name in any language. */
function ofLane(organisation: Organisation, name: string): readonly Person[] {
  for (const post of organisation.posts.values()) {
    if (post.key === name || isNamed(post.name, name)) return holdersOf(organisation, post.key);
  }
  for (const unit of organisation.units.values()) {
    if (unit.key === name || isNamed(unit.name, name)) return membersOf(organisation, unit.key);
  }
  return [];
}

function isNamed(text: LocalisedText, name: string): boolean {
  const names = typeof text === 'string' ? [text] : Object.values(text);
  return names.some((candidate) => candidate.toLowerCase() === name.toLowerCase());
}

/** A person as expressions and answers show one; undefined for ids that nobody has. */
export function personValue(organisation: Organisation, idOrLogin: string): PersonValue | undefined {
  const person = organisation.persons.get(idOrLogin) ?? organisation.personByLogin.get(idOrLogin);
  return person && toValue(person);
}

function toValue({ id, login, name }: Person): PersonValue {
  return { id, login, name };
}
