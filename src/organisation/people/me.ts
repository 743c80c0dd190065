import type { Language, LocalisedText } from '../../platform/languages.js';
import { textIn } from '../../platform/languages.js';
import type { Organisation, Person } from '../directory/organisation.js';
import { absenceOf, substituteFor } from '../directory/queries.js';
import { mattersOf } from '../substitution/matter.js';

interface NamedPerson {
  readonly id: string;
  readonly login: string;
  readonly name: string;
}

interface NamedPlace {
  readonly id: string;
  readonly key: string;
  readonly name: string;
}

/** Who is signed in: answer of `GET /api/me`. Names of units and posts are in the person's language. */
export interface Me {
  readonly id: string;
  readonly login: string;
  readonly name: string;
  readonly email: string | null;
  readonly language: Language;
  readonly roles: readonly string[];
  readonly units: readonly (NamedPlace & { readonly head: boolean })[];
  readonly posts: readonly NamedPlace[];
  /**
   * `actsFor`: the absent whom the person replaces now, in everything or in part. `absence`: the person's own, when it is
   * an absence from everything, with who acts meanwhile.
   */
  readonly substitutes: {
    readonly actsFor: readonly NamedPerson[];
    readonly absence: { readonly until: string; readonly substitute: NamedPerson | null } | null;
  };
}

/** Everything about oneself that the directory knows at `now`. */
export function describeMe(org: Organisation, person: Person, now: Date): Me {
  const { id, login, name, email, language, roles } = person;
  const absence = absenceOf(org, id, now.getTime());
  const absentIds = new Set(org.substitutions.map((entry) => entry.absentId));
  const matters = mattersOf(org.substitutions);
  const actsFor = [...absentIds].filter((absentId) =>
    matters.some((matter) => substituteFor(org, absentId, now.getTime(), matter)?.id === id),
  );
  return {
    id,
    login,
    name,
    email,
    language,
    roles,
    units: person.unitIds.flatMap((unitId) => {
      const unit = org.units.get(unitId);
      return unit ? [{ ...placed(unit, language), head: unit.headId === id }] : [];
    }),
    posts: person.postKeys.flatMap((key) => {
      const post = org.posts.get(key);
      return post ? [placed(post, language)] : [];
    }),
    substitutes: {
      actsFor: actsFor.flatMap((absentId) => named(org.persons.get(absentId)) ?? []),
      absence: absence && { until: new Date(absence.until).toISOString(), substitute: named(absence.substitute) },
    },
  };
}

function placed(place: { id: string; key: string; name: LocalisedText }, language: Language): NamedPlace {
  return { id: place.id, key: place.key, name: textIn(language, place.name) };
}

function named(person: Person | null | undefined): NamedPerson | null {
  return person ? { id: person.id, login: person.login, name: person.name } : null;
}
