import { textIn, type Language, type LocalisedText } from '../../platform/languages.js';
import type { Organisation, Post, Unit } from '../directory/organisation.js';
import { membersOf } from '../directory/queries.js';

/** Somebody of a unit. */
export interface UnitMember {
  readonly id: string;
  readonly login: string;
  readonly name: string;
}

/** A post with whoever holds it. */
export interface PostView {
  readonly id: string;
  readonly key: string;
  /** In the reader's language. */
  readonly name: string;
  /** As it is stored: one text, or one per language. */
  readonly names: LocalisedText;
  /** Key of the unit. */
  readonly unit: string;
  readonly holders: UnitMember[];
  /** For `If-Match`, as `"v3"`; absent for a day of the past. */
  readonly version?: number;
}

/** A part of the organisation, with the people who work in it. */
export interface UnitWithPeople {
  readonly id: string;
  readonly key: string;
  /** In the reader's language. */
  readonly name: string;
  /** As it is stored: one text, or one per language. */
  readonly names: LocalisedText;
  /** Id of the unit above. */
  readonly parent: string | null;
  readonly head: UnitMember | null;
  /** Those of the unit itself, by name. */
  readonly members: UnitMember[];
  readonly posts: PostView[];
  /** Key of its own working calendar. */
  readonly calendar: string | null;
  /** ISO 8601: since when it is closed; null for one that is open. */
  readonly closedAt: string | null;
  /** For `If-Match`, as `"v3"`; absent for a day of the past. */
  readonly version?: number;
}

/** The person as the head, holder or member of something. */
export function memberView({ id, login, name }: UnitMember): UnitMember {
  return { id, login, name };
}

/** The unit with its posts and people. */
export function unitView(org: Organisation, unit: Unit, language: Language): UnitWithPeople {
  const head = unit.headId === null ? undefined : org.persons.get(unit.headId);
  const members = membersOf(org, unit.id).filter((person) => person.service !== true);
  return {
    ...{ id: unit.id, key: unit.key, name: textIn(language, unit.name), names: unit.name, parent: unit.parentId },
    head: head?.active ? memberView(head) : null,
    members: members.map(memberView),
    posts: [...org.posts.values()]
      .filter((post) => post.unitId === unit.id)
      .map((post) => postView(org, post, language)),
    calendar: unit.calendarKey,
    closedAt: unit.closedAt == null ? null : new Date(unit.closedAt).toISOString(),
    ...(unit.version === undefined ? {} : { version: unit.version }),
  };
}

/** The post with its active holders. */
export function postView(org: Organisation, post: Post, language: Language): PostView {
  const holders = post.holderIds.flatMap((id) => org.persons.get(id) ?? []).filter(({ active }) => active);
  return {
    ...{ id: post.id, key: post.key, name: textIn(language, post.name), names: post.name },
    unit: org.units.get(post.unitId)?.key ?? post.unitId,
    holders: holders.map(memberView),
    ...(post.version === undefined ? {} : { version: post.version }),
  };
}

/** All open units, with `closed` the others as well; those above before those below, each level by name. */
export function unitTree(org: Organisation, language: Language, closed: boolean): UnitWithPeople[] {
  const { compare } = new Intl.Collator(language);
  const all = [...org.units.values()]
    .filter(({ closedAt }) => closed || closedAt == null)
    .map((unit) => unitView(org, unit, language));
  const below = (parent: string | null): UnitWithPeople[] =>
    all
      .filter((unit) => unit.parent === parent)
      .sort((a, b) => compare(a.name, b.name))
      .flatMap((unit) => [unit, ...below(unit.id)]);
  return below(null);
}
