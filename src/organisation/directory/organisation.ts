import type { Language, LocalisedText } from '../../platform/languages.js';
import type { WorkingCalendar } from '../../worktime/working-calendar.js';

/** Someone who works in the organisation and may sign in while `active`. */
export interface Person {
  readonly id: string;
  readonly login: string;
  readonly name: string;
  readonly email: string | null;
  readonly language: Language;
  readonly active: boolean;
  /** An account of a program, which is nobody to be chosen. */
  readonly service?: boolean;
  /** Keys of the roles held: those given to the person and to its groups and, for every post held, the role of the post's key. */
  readonly roles: readonly string[];
  /** Units of the posts held, and units headed; ids. */
  readonly unitIds: readonly string[];
  /** Units headed, with everything below them; ids. */
  readonly headedUnitIds: readonly string[];
  /** Units belonged to, with everything above them; ids. */
  readonly withinUnitIds: readonly string[];
  /** Groups that the person is in; ids. */
  readonly groupIds: readonly string[];
  /** Everybody who is in one of these groups, also those who have left; ids. */
  readonly colleagueIds: readonly string[];
  readonly postKeys: readonly string[];
  readonly groupKeys: readonly string[];
  /** The person's own; absent: that of the unit. */
  readonly calendarKey: string | null;
}

/** A place in the organisation that somebody, several people or nobody holds. */
export interface Post {
  readonly id: string;
  readonly key: string;
  readonly name: LocalisedText;
  readonly unitId: string;
  readonly holderIds: readonly string[];
  /** Counts the changes by administrators; absent in pictures of the past. */
  readonly version?: number;
}

/** People who belong together across units. */
export interface Group {
  readonly id: string;
  readonly key: string;
  readonly name: LocalisedText;
  readonly memberIds: readonly string[];
  /** Keys of the roles that its members hold. */
  readonly roles: readonly string[];
  /** Counts the changes by administrators; absent in pictures of the past. */
  readonly version?: number;
}

/** A part of the organisation; units form a tree. */
export interface Unit {
  readonly id: string;
  readonly key: string;
  readonly name: LocalisedText;
  readonly parentId: string | null;
  readonly headId: string | null;
  /** Absent: the calendar of the unit above. */
  readonly calendarKey: string | null;
  /** ISO 8601: since when it is closed, with nobody in it; its documents and its past stay. Absent or null: it is open. */
  readonly closedAt?: string | null;
  /** Counts the changes by administrators; absent in pictures of the past. */
  readonly version?: number;
}

/** An amount of money: plain decimal text and the currency's code of ISO 4217. */
export interface Sum {
  readonly amount: string;
  readonly currency: string;
}

/** The substitute acts for the absent from `startsAt` until just before `endsAt` (milliseconds of the epoch). */
export interface Substitution {
  readonly id: string;
  readonly absentId: string;
  /** Null for an absence in which nobody acts. */
  readonly substituteId: string | null;
  readonly startsAt: number;
  readonly endsAt: number;
  readonly reason: string | null;
  /** Only for documents of these streams; null for all. */
  readonly streams: readonly string[] | null;
  /** Only for documents of no larger amount, in the same currency; null for any. */
  readonly maxAmount: Sum | null;
}

/** The whole organisation at one moment. Never changed: a change makes a new picture with a higher version. */
export interface Organisation {
  /** Counts the pictures of this process; equal versions are the same picture. */
  readonly version: number;
  readonly persons: ReadonlyMap<string, Person>;
  readonly personByLogin: ReadonlyMap<string, Person>;
  /** By key. */
  readonly posts: ReadonlyMap<string, Post>;
  /** By id. */
  readonly units: ReadonlyMap<string, Unit>;
  readonly unitByKey: ReadonlyMap<string, Unit>;
  /** By key. */
  readonly groups: ReadonlyMap<string, Group>;
  readonly calendars: ReadonlyMap<string, WorkingCalendar>;
  /** Those that have not ended when the picture was taken, the earliest first. */
  readonly substitutions: readonly Substitution[];
}
