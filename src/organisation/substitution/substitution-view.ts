import { ApiProperty } from '@nestjs/swagger';
import type { Organisation, Substitution } from '../directory/organisation.js';
import { SumDto } from './substitutions.dto.js';

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

export class NamedPersonView {
  @ApiProperty() readonly id!: string;
  @ApiProperty() readonly login!: string;
  @ApiProperty() readonly name!: string;
}

/** Something that is allowed, and probably not what was meant. */
export class SubstitutionWarning {
  @ApiProperty({ example: 'nobody-present' }) readonly code!: string;
  @ApiProperty() readonly message!: string;
}

/** A substitution as the API answers it. */
export class SubstitutionView {
  @ApiProperty() readonly id!: string;
  @ApiProperty({ type: NamedPersonView }) readonly absent!: NamedPersonView;
  /** Null: nobody acts meanwhile. */
  @ApiProperty({ type: NamedPersonView, nullable: true }) readonly substitute!: NamedPersonView | null;
  @ApiProperty() readonly startsAt!: string;
  @ApiProperty() readonly endsAt!: string;
  @ApiProperty({ enum: ['planned', 'running', 'ended'] }) readonly state!: 'planned' | 'running' | 'ended';
  @ApiProperty({ type: [String], nullable: true }) readonly streams!: string[] | null;
  @ApiProperty({ type: SumDto, nullable: true }) readonly maxAmount!: SumDto | null;
  @ApiProperty({ type: String, nullable: true }) readonly reason!: string | null;
  @ApiProperty({ type: NamedPersonView, nullable: true }) readonly createdBy!: NamedPersonView | null;
  @ApiProperty({ type: String, nullable: true }) readonly createdAt!: string | null;
}

/** The answer to a change: what it is now, and what the one who made it should know. */
export class ChangedSubstitutionView extends SubstitutionView {
  @ApiProperty({ type: [SubstitutionWarning] }) readonly warnings!: SubstitutionWarning[];
}

export class SubstitutionListView {
  @ApiProperty({ type: [SubstitutionView] }) readonly items!: SubstitutionView[];
  @ApiProperty({ type: String, nullable: true }) readonly nextCursor!: string | null;
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
