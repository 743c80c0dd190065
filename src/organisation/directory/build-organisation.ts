import { isLanguage } from '../../platform/languages.js';
import { checkCalendar, type WorkingCalendar } from '../../worktime/working-calendar.js';
import type { Group, Organisation, Person, Post, Substitution, Unit } from './organisation.js';

/** The tables of the organisation as they are stored. */
export interface OrganisationRows {
  readonly persons: readonly {
    readonly id: string;
    readonly login: string;
    readonly name: string;
    readonly email: string | null;
    readonly language: string;
    readonly active: boolean;
    readonly service?: boolean;
    readonly roles: readonly string[];
    readonly calendarKey?: string | null;
  }[];
  readonly units: readonly Unit[];
  readonly posts: readonly Post[];
  readonly groups?: readonly Group[];
  readonly substitutions: readonly Substitution[];
  readonly calendars: readonly { readonly key: string; readonly definition: unknown }[];
}

/** A picture with what could not be used of the rows, one sentence each. */
export interface BuiltOrganisation {
  readonly organisation: Organisation;
  readonly warnings: readonly string[];
}

/**
 * Builds the picture from the rows. A calendar that breaks its rules is left out with a warning; `previous` lends the
 * last good one, so that a wrong edit does not take a working calendar away.
 */
export function buildOrganisation(rows: OrganisationRows, version: number, previous?: Organisation): BuiltOrganisation {
  const units = new Map(rows.units.map((unit) => [unit.id, unit]));
  const below = unitsBelow(rows.units);
  const postsHeld = grouped(rows.posts.flatMap((post) => post.holderIds.map((id): [string, Post] => [id, post])));
  const groups = rows.groups ?? [];
  const groupsOf = grouped(groups.flatMap((group) => group.memberIds.map((id): [string, Group] => [id, group])));
  const unitsHeaded = grouped(rows.units.map((unit): [string | null, string] => [unit.headId, unit.id]));
  const colleaguesOf = colleagues();
  const persons = new Map<string, Person>();
  for (const row of rows.persons) {
    const posts = postsHeld.get(row.id) ?? [];
    const within = groupsOf.get(row.id) ?? [];
    const headed = unitsHeaded.get(row.id) ?? [];
    const unitIds = distinct([...posts.map((post) => post.unitId), ...headed]);
    persons.set(row.id, {
      ...row,
      language: isLanguage(row.language) ? row.language : 'en',
      roles: distinct([...row.roles, ...within.flatMap((group) => group.roles), ...posts.map((post) => post.key)]),
      unitIds,
      headedUnitIds: distinct(headed.flatMap((id) => [...withBelow(id, below)])),
      withinUnitIds: distinct(unitIds.flatMap((id) => withAbove(id, units))),
      groupIds: within.map((group) => group.id),
      colleagueIds: colleaguesOf(within),
      postKeys: posts.map((post) => post.key),
      groupKeys: within.map((group) => group.key),
      calendarKey: row.calendarKey ?? null,
    });
  }
  const { calendars, warnings } = readCalendars(rows.calendars, previous);
  return {
    organisation: {
      version,
      persons,
      personByLogin: new Map([...persons.values()].map((person) => [person.login, person])),
      posts: new Map(rows.posts.map((post) => [post.key, post])),
      units,
      unitByKey: new Map(rows.units.map((unit) => [unit.key, unit])),
      groups: new Map(groups.map((group) => [group.key, group])),
      calendars,
      substitutions: [...rows.substitutions].sort((a, b) => a.startsAt - b.startsAt || (a.id < b.id ? -1 : 1)),
    },
    warnings,
  };
}

/** The unit and all units below it; ends even where the tree was tied into a ring by hand. */
export function withBelow(unitId: string, below: ReadonlyMap<string, readonly string[]>): Set<string> {
  const found = new Set([unitId]);
  for (const id of found) for (const child of below.get(id) ?? []) found.add(child);
  return found;
}

/** The unit and those above it, to the top; ends even where the tree was tied into a ring by hand. */
export function withAbove(unitId: string, units: ReadonlyMap<string, Unit>): string[] {
  const found = new Set<string>();
  for (let unit = units.get(unitId); unit && !found.has(unit.id);) {
    found.add(unit.id);
    unit = unit.parentId === null ? undefined : units.get(unit.parentId);
  }
  return [...found];
}

/** Everybody in some groups. Those who are in the same groups share one list, which may be long. */
function colleagues(): (groups: readonly Group[]) => readonly string[] {
  const known = new Map<string, readonly string[]>();
  return (groups) => {
    const key = groups.map(({ id }) => id).join(' ');
    const found = known.get(key) ?? distinct(groups.flatMap(({ memberIds }) => memberIds));
    known.set(key, found);
    return found;
  };
}

/** Ids of the units directly below each unit. */
export function unitsBelow(units: Iterable<Unit>): Map<string, string[]> {
  return grouped([...units].map((unit): [string | null, string] => [unit.parentId, unit.id]));
}

/** Values by key, in the order given; those without a key are left out. */
function grouped<Value>(entries: readonly (readonly [string | null, Value])[]): Map<string, Value[]> {
  const groups = new Map<string, Value[]>();
  for (const [key, value] of entries) {
    if (key === null) continue;
    const group = groups.get(key);
    if (group) group.push(value);
    else groups.set(key, [value]);
  }
  return groups;
}

function readCalendars(rows: OrganisationRows['calendars'], previous: Organisation | undefined) {
  const calendars = new Map<string, WorkingCalendar>();
  const warnings: string[] = [];
  for (const { key, definition } of rows) {
    const checked = checkCalendar(definition);
    if ('calendar' in checked) {
      calendars.set(key, checked.calendar);
      continue;
    }
    const last = previous?.calendars.get(key);
    if (last) calendars.set(key, last);
    const fault = checked.problems[0];
    const place = fault?.path ? `, at ${fault.path}` : '';
    warnings.push(
      `The working calendar "${key}" is not usable${place}: ${fault?.message ?? ''} ` +
        (last ? 'The last good one stays in use.' : 'It is left out until it is mended.'),
    );
  }
  return { calendars, warnings };
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)];
}
