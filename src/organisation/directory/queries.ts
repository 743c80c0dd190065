import type { Actor } from '../../platform/context.js';
import { Refusal } from '../../platform/errors.js';
import { officeWeek, type WorkingCalendar } from '../../worktime/working-calendar.js';
import { publicActor, systemActor } from './actors.js';
import { covers, narrowness, type Matter } from '../substitution/matter.js';
import { unitsBelow, withAbove, withBelow } from './build-organisation.js';
import type { Group, Organisation, Person, Substitution, Unit } from './organisation.js';

/** Used while the organisation has no calendar of the key `default`. */
const builtInCalendar: WorkingCalendar = { key: 'default', timeZone: 'UTC', week: officeWeek, exceptions: [] };

const alphabet = new Intl.Collator('en');

/** Active people who hold the post; none for an unknown post. */
export function holdersOf(org: Organisation, postKey: string): Person[] {
  return (org.posts.get(postKey)?.holderIds ?? []).flatMap((id) => activePerson(org, id) ?? []);
}

/** Active people of the group, by name; none for an unknown group. */
export function groupMembers(org: Organisation, groupKey: string): Person[] {
  return (org.groups.get(groupKey)?.memberIds ?? []).flatMap((id) => activePerson(org, id) ?? []).sort(byName);
}

/** The active head of the unit itself; null when it has none, or when the unit is unknown. */
export function headOfUnit(org: Organisation, unitKeyOrId: string): Person | null {
  const headId = findUnit(org, unitKeyOrId)?.headId;
  return (headId && activePerson(org, headId)) || null;
}

/**
 * Whom the person answers to: the head of the own unit; where that is missing or is the person, the head of the unit
 * above it, and so on. Null at the very top.
 */
export function headOfPerson(org: Organisation, personId: string): Person | null {
  for (const unitId of org.persons.get(personId)?.unitIds ?? []) {
    // A head answers to somebody above every unit headed, not to a head of a unit below.
    for (const unit of upwards(org, unitId)) {
      const head = headOfUnit(org, unit.id);
      if (head && head.id !== personId) return head;
    }
  }
  return null;
}

/** Active people of the unit, by name; with `deep` those of all units below it too. */
export function membersOf(org: Organisation, unitKeyOrId: string, options: { readonly deep?: boolean } = {}): Person[] {
  const unit = findUnit(org, unitKeyOrId);
  if (!unit) return [];
  const wanted = options.deep ? withBelow(unit.id, unitsBelow(org.units.values())) : new Set([unit.id]);
  return [...org.persons.values()]
    .filter((person) => person.active && person.unitIds.some((id) => wanted.has(id)))
    .sort(byName);
}

/**
 * The person's own calendar; without one that of the unit, or of the nearest unit above that has one; else `default`.
 */
export function calendarFor(
  org: Organisation,
  whose: { readonly personId?: string | null; readonly unitId?: string | null },
): WorkingCalendar {
  const own = whose.personId ? org.persons.get(whose.personId)?.calendarKey : null;
  const ownCalendar = own == null ? undefined : org.calendars.get(own);
  if (ownCalendar) return ownCalendar;
  const starts = [whose.unitId, ...(whose.personId ? (org.persons.get(whose.personId)?.unitIds ?? []) : [])];
  for (const start of starts) {
    if (!start) continue;
    for (const unit of upwards(org, start)) {
      const calendar = unit.calendarKey === null ? undefined : org.calendars.get(unit.calendarKey);
      if (calendar) return calendar;
    }
  }
  return org.calendars.get('default') ?? builtInCalendar;
}

/** An absence at one moment. */
export interface Absence {
  /** When the absence ends, as far as it is entered (milliseconds of the epoch). */
  readonly until: number;
  /** Who acts instead; null when everyone in line is absent too or no longer active. */
  readonly substitute: Person | null;
  /** The person's own substitution that leads to the substitute; null when there is none. */
  readonly by: Substitution | null;
  /** The absent people that were passed on the way, the asked one first. */
  readonly passed: readonly Person[];
}

/**
 * The absence of the person at `atMs`; null when the person is not absent then. About a `matter` every substitution
 * counts that covers it; without one the question is about the whole work, and those in part do not count.
 */
export function absenceOf(org: Organisation, personId: string, atMs: number, matter?: Matter): Absence | null {
  const covering = coverOf(org, personId, atMs, matter);
  if (covering.length === 0) return null;
  const person = org.persons.get(personId);
  const passed = person ? [person] : [];
  const search: Search = { org, atMs, matter, seen: new Set([personId]), passed };
  const until = Math.max(...covering.map((entry) => entry.endsAt));
  for (const by of covering) {
    const substitute = by.substituteId === null ? null : present(search, by.substituteId);
    if (substitute) return { until, substitute, by, passed };
  }
  return { until, substitute: null, by: null, passed };
}

/**
 * Who acts for the person at `atMs`: the substitute, or the substitute's own one when that one is absent too. Null when
 * the person is not absent, and when nobody in line is present; `absenceOf` tells the two apart, and says what a
 * `matter` changes.
 */
export function substituteFor(org: Organisation, personId: string, atMs: number, matter?: Matter): Person | null {
  return absenceOf(org, personId, atMs, matter)?.substitute ?? null;
}

/** The person as an actor; for the ids of the system and the public, those. @throws Refusal notFound */
export function actorOf(org: Organisation, personId: string): Actor {
  if (personId === systemActor.id) return systemActor;
  if (personId === publicActor.id) return publicActor;
  const person = org.persons.get(personId);
  if (!person) throw new Refusal('notFound', 'person-not-found', 'There is no such person in the organisation.');
  return actorOfPerson(person);
}

/** The person as an actor. */
export function actorOfPerson({ id, login, name, language, roles, ...person }: Person): Actor {
  const { unitIds, headedUnitIds, withinUnitIds, groupIds, colleagueIds } = person;
  return {
    ...{ id, kind: 'person', login, name, language, roles },
    ...{ unitIds, headedUnitIds, withinUnitIds, groupIds, colleagueIds },
  };
}

/** The unit with this key, or with this id. */
export function findUnit(org: Organisation, unitKeyOrId: string): Unit | undefined {
  return org.unitByKey.get(unitKeyOrId) ?? org.units.get(unitKeyOrId);
}

/** The group with this key, or with this id. */
export function findGroup(org: Organisation, groupKeyOrId: string): Group | undefined {
  return org.groups.get(groupKeyOrId) ?? [...org.groups.values()].find(({ id }) => id === groupKeyOrId);
}

/** A search along the substitutions; `seen` ends rings of people who name each other. */
interface Search {
  readonly org: Organisation;
  readonly atMs: number;
  readonly matter: Matter | undefined;
  readonly seen: Set<string>;
  readonly passed: Person[];
}

/** Depth first: whoever is present of the person, the substitutes and theirs, in the order of `coverOf`. */
function present(search: Search, personId: string): Person | null {
  const { org, atMs, matter, seen, passed } = search;
  if (seen.has(personId)) return null;
  seen.add(personId);
  const person = org.persons.get(personId);
  const covering = coverOf(org, personId, atMs, matter);
  if (covering.length === 0) return person?.active && !matter?.excluded?.includes(personId) ? person : null;
  if (person) passed.push(person);
  for (const { substituteId } of covering) {
    const found = substituteId === null ? null : present(search, substituteId);
    if (found) return found;
  }
  return null;
}

/** Those that are in force for the matter: the more particular ones first, among equals the earliest begun. */
function coverOf(org: Organisation, personId: string, atMs: number, matter: Matter | undefined): Substitution[] {
  return org.substitutions
    .filter(
      (entry) => entry.absentId === personId && entry.startsAt <= atMs && atMs < entry.endsAt && covers(entry, matter),
    )
    .sort((a, b) => narrowness(b) - narrowness(a));
}

function upwards(org: Organisation, unitId: string): Unit[] {
  return withAbove(unitId, org.units).flatMap((id) => org.units.get(id) ?? []);
}

function activePerson(org: Organisation, id: string): Person | undefined {
  const person = org.persons.get(id);
  return person?.active ? person : undefined;
}

function byName(a: Person, b: Person): number {
  return alphabet.compare(a.name, b.name) || (a.id < b.id ? -1 : 1);
}
