import type { Organisation } from '../../organisation/directory/organisation.js';
import { findUnit } from '../../organisation/directory/queries.js';

/**
 * The id of a person named by id or login. An unknown name is handed on as it is, so that the card check tells it;
 * undefined and null stay what they are.
 */
export function personId<Name extends string | null | undefined>(org: Organisation, named: Name): Name {
  if (named === undefined || named === null) return named;
  return (org.personByLogin.get(named)?.id ?? named.toLowerCase()) as Name;
}

/** The id of a unit named by id or key; an unknown one is handed on. */
export function unitId<Name extends string | null | undefined>(org: Organisation, named: Name): Name {
  if (named === undefined || named === null) return named;
  return (findUnit(org, named)?.id ?? named.toLowerCase()) as Name;
}
