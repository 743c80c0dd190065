import type { Organisation, Person } from '../../organisation/directory/organisation.js';
import {
  absenceOf,
  headOfPerson,
  groupMembers,
  headOfUnit,
  holdersOf,
  membersOf,
} from '../../organisation/directory/queries.js';
import type { Matter } from '../../organisation/substitution/matter.js';
import type { LocalisedText } from '../../platform/languages.js';
import type { PerformerPools } from './performer-pools.js';

/** A person as expressions see one. */
export interface PersonValue {
  readonly id: string;
  readonly login: string;
  readonly name: string;
}

type Scope = Readonly<Record<string, unknown>>;

const functionsOf = new WeakMap<Organisation, Scope>();

/**
 * The functions of performer expressions that only the organisation answers: post("lawyer"), unit("sales"), group("board"),
 * person("login"), headOf(person), lane("name"), except(people, those).
 */
export function organisationFunctions(organisation: Organisation): Scope {
  const known = functionsOf.get(organisation);
  if (known) return known;
  const functions: Scope = {
    post: (key: unknown) => unwrapped(holdersOf(organisation, String(key)).map(toValue)),
    group: (key: unknown) => unwrapped(groupMembers(organisation, String(key)).map(toValue)),
    person: (login: unknown) => personValue(organisation, String(login)) ?? null,
    unit: (key: unknown) => unitValue(organisation, String(key)),
    headOf: (who: unknown) => {
      const person = personOf(organisation, who);
      const head = person && headOfPerson(organisation, person.id);
      return head ? toValue(head) : null;
    },
    lane: (name: unknown) => unwrapped(ofLane(organisation, String(name)).map(toValue)),
    except: (people: unknown, those: unknown) => {
      const without = new Set(peopleOf(organisation, those).map(({ id }) => id));
      return peopleOf(organisation, people)
        .filter(({ id }) => !without.has(id))
        .map(toValue);
    },
  };
  functionsOf.set(organisation, functions);
  return functions;
}

/**
 * The functions that look at work: leastLoaded(people) is who has the fewest open assignments, by name among equals;
 * roundRobin("key", people) is who comes after the last one chosen under that key. Those who are there go before those
 * who are absent at `atMs`, and those for whom somebody acts before those for whom nobody does.
 */
export function poolFunctions(
  organisation: Organisation,
  pools: PerformerPools,
  atMs: number,
  matter: Matter = {},
): Scope {
  const inReach = (people: unknown): Person[] => {
    const all = peopleOf(organisation, people);
    const absences = new Map(all.map((person) => [person, absenceOf(organisation, person.id, atMs, matter)]));
    const present = all.filter((person) => absences.get(person) === null);
    const replaced = all.filter((person) => absences.get(person)?.substitute);
    return [present, replaced].find(({ length }) => length > 0) ?? all;
  };
  return {
    leastLoaded: (people: unknown) => {
      const [least] = inReach(people).sort((a, b) => pools.openCount(a.id) - pools.openCount(b.id) || byName(a, b));
      return least ? toValue(least) : null;
    },
    roundRobin: (key: unknown, people: unknown) => {
      const name = String(key);
      const ordered = inReach(people).sort(byName);
      const last = pools.lastInTurn(name);
      const lastPerson = last === null ? undefined : organisation.persons.get(last);
      const next = (lastPerson && ordered.find((person) => byName(lastPerson, person) < 0)) ?? ordered[0];
      if (!next) return null;
      pools.took(name, next.id);
      return toValue(next);
    },
  };
}

/** Persons come as contexts with an id, or as texts: an id or a login. Undefined for whom nobody active is. */
export function personOf(organisation: Organisation, value: unknown): Person | undefined {
  const id = typeof value === 'object' && value !== null && 'id' in value ? value.id : value;
  if (typeof id !== 'string') return undefined;
  const person = organisation.persons.get(id) ?? organisation.personByLogin.get(id);
  return person?.active === true ? person : undefined;
}

/** A person as expressions and answers show one; undefined for ids that nobody has. */
export function personValue(organisation: Organisation, idOrLogin: string): PersonValue | undefined {
  const person = organisation.persons.get(idOrLogin) ?? organisation.personByLogin.get(idOrLogin);
  return person && toValue(person);
}

function peopleOf(organisation: Organisation, value: unknown): Person[] {
  const people = (Array.isArray(value) ? value : [value]).flatMap((one: unknown) => personOf(organisation, one) ?? []);
  return [...new Set(people)];
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

function byName(a: Person, b: Person): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

function toValue({ id, login, name }: Person): PersonValue {
  return { id, login, name };
}
