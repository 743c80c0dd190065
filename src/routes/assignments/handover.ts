import type { Organisation } from '../../organisation/directory/organisation.js';
import { absenceOf, substituteFor } from '../../organisation/directory/queries.js';
import type { Matter } from '../../organisation/substitution/matter.js';
import type { AssignmentState } from './assignment-life.js';

/** What decides with whom an open assignment should be. */
export interface HeldAssignment {
  readonly state: AssignmentState;
  readonly performerId: string | null;
  /** The absent person for whom the performer acts. */
  readonly actingForId: string | null;
  readonly candidateIds: readonly string[];
  /** The candidates before absent ones were replaced; null when none was. */
  readonly wantedIds: readonly string[] | null;
  /** Who reported on it last, before it was returned. */
  readonly reportedBy: string | null;
  /** The document, with the people who may not have the assignment. */
  readonly matter: Matter;
}

/** With whom it is to be from now on. */
export interface Handover {
  readonly state: AssignmentState;
  readonly performerId: string | null;
  readonly actingForId: string | null;
  /** The substitution by which the performer has it. */
  readonly substitutionId: string | null;
  readonly candidateIds: readonly string[];
  readonly wantedIds: readonly string[] | null;
}

/**
 * The change that the substitutions of the moment ask for; null when the assignment is where it should be, and then
 * also after the change was made. What the absent had goes to the substitute. It comes back when the absence is over,
 * unless the substitute has started it; from somebody who is absent or has left it goes on in any case.
 */
export function handoverOf(org: Organisation, held: HeldAssignment, atMs: number): Handover | null {
  if (held.state === 'ready') return offer(org, held, atMs);
  if (!isWith(held.state) || held.performerId === null) return null;
  return assign(org, held, held.performerId, atMs);
}

/** In these states it is with its performer, who may act. What is suspended follows when it is resumed. */
function isWith(state: AssignmentState): boolean {
  return state === 'reserved' || state === 'in-progress' || state === 'returned';
}

function assign(org: Organisation, held: HeldAssignment, current: string, atMs: number): Handover | null {
  const asked = held.actingForId ?? current;
  const absence = absenceOf(org, asked, atMs, held.matter);
  const active = isActive(org, current);
  const present = active && absenceOf(org, current, atMs, held.matter) === null;
  if (present && (current === asked || isStarted(held, current))) return null;
  // Nobody in line is present: it stays with somebody who is only absent, and goes back from one whose turn is over.
  const fallback = present || !active ? asked : current;
  const next = absence === null ? asked : (absence.substitute?.id ?? fallback);
  if (next === current || !isActive(org, next)) return null;
  return {
    // Whoever has it now has not started it; that it was returned with a reason, everybody must see.
    state: held.state === 'in-progress' ? 'reserved' : held.state,
    performerId: next,
    actingForId: next === asked ? null : asked,
    substitutionId: next === asked ? null : (absence?.by?.id ?? null),
    candidateIds: held.candidateIds,
    wantedIds: held.wantedIds,
  };
}

/** Candidates who are absent are replaced, and offered it again when they are back. */
function offer(org: Organisation, held: HeldAssignment, atMs: number): Handover | null {
  const wanted = held.wantedIds ?? held.candidateIds;
  const next = [...new Set(wanted.map((id) => substituteFor(org, id, atMs, held.matter)?.id ?? id))];
  if (sameMembers(next, held.candidateIds)) return null;
  return {
    state: held.state,
    performerId: null,
    actingForId: null,
    substitutionId: null,
    candidateIds: next,
    wantedIds: sameMembers(next, wanted) ? null : wanted,
  };
}

function isStarted({ state, reportedBy }: HeldAssignment, performerId: string): boolean {
  return state === 'in-progress' || (state === 'returned' && reportedBy === performerId);
}

function isActive(org: Organisation, personId: string): boolean {
  return org.persons.get(personId)?.active === true;
}

function sameMembers(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((id) => b.includes(id));
}
