import type { Organisation, Substitution } from '../directory/organisation.js';
import type { SumDto } from './substitutions.dto.js';

/** A substitution as its row holds it. */
export interface SubstitutionRow {
  readonly id: string;
  readonly absentId: string;
  readonly substituteId: string | null;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly reason: string | null;
  readonly streams: string[] | null;
  readonly maxAmount: SumDto | null;
  readonly createdBy: string | null;
  readonly createdAt: Date | null;
}

/** The select list that gives a `SubstitutionRow` from `substitution s`. */
export const substitutionSelection = `s.id, s.absent_id AS "absentId", s.substitute_id AS "substituteId",
  s.starts_at AS "startsAt", s.ends_at AS "endsAt", s.reason, s.streams, s.created_by AS "createdBy",
  s.created_at AS "createdAt",
  CASE WHEN s.max_amount IS NOT NULL THEN jsonb_build_object('amount', s.max_amount::text, 'currency', s.currency) END AS "maxAmount"`;

export interface NamedPersonView {
  readonly id: string;
  readonly login: string;
  readonly name: string;
}

/** Something that is allowed, and probably not what was meant. */
export interface SubstitutionWarning {
  /** @example "nobody-present" */
  readonly code: string;
  readonly message: string;
}

/** A substitution as the API answers it. */
export interface SubstitutionView {
  readonly id: string;
  readonly absent: NamedPersonView;
  /** Null: nobody acts meanwhile. */
  readonly substitute: NamedPersonView | null;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly state: 'planned' | 'running' | 'ended';
  readonly streams: string[] | null;
  readonly maxAmount: SumDto | null;
  readonly reason: string | null;
  readonly createdBy: NamedPersonView | null;
  readonly createdAt: string | null;
}

/** The answer to a change: what it is now, and what the one who made it should know. */
export interface ChangedSubstitutionView extends SubstitutionView {
  readonly warnings: SubstitutionWarning[];
}

export interface SubstitutionListView {
  readonly items: SubstitutionView[];
  readonly nextCursor: string | null;
}

/** Puts names to the ids of a row; `now` tells whether it runs. */
export function substitutionView(row: SubstitutionRow, org: Organisation, now: Date): SubstitutionView {
  const person = (id: string): NamedPersonView => {
    const found = org.persons.get(id);
    return { id, login: found?.login ?? '', name: found?.name ?? '' };
  };
  return {
    id: row.id,
    absent: person(row.absentId),
    substitute: row.substituteId === null ? null : person(row.substituteId),
    startsAt: row.startsAt.toISOString(),
    endsAt: row.endsAt.toISOString(),
    state: row.endsAt <= now ? 'ended' : row.startsAt <= now ? 'running' : 'planned',
    streams: row.streams,
    maxAmount: row.maxAmount,
    reason: row.reason,
    createdBy: row.createdBy === null ? null : person(row.createdBy),
    createdAt: row.createdAt?.toISOString() ?? null,
  };
}

/** The row as the picture of the organisation holds it. */
export function toSubstitution(row: SubstitutionRow): Substitution {
  const { id, absentId, substituteId, reason, streams, maxAmount } = row;
  const period = { startsAt: row.startsAt.getTime(), endsAt: row.endsAt.getTime() };
  return { id, absentId, substituteId, ...period, reason, streams, maxAmount };
}
