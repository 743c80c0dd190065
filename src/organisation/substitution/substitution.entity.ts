import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The substitute acts for the absent from `startsAt` until just before `endsAt`. */
@Entity('substitution')
export class SubstitutionEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'absent_id' })
  absentId!: string;

  /** Null: nobody acts meanwhile. */
  @Column('uuid', { name: 'substitute_id', nullable: true })
  substituteId!: string | null;

  @Column('timestamptz', { name: 'starts_at' })
  startsAt!: Date;

  @Column('timestamptz', { name: 'ends_at' })
  endsAt!: Date;

  @Column('text', { nullable: true })
  reason!: string | null;

  /** Keys of streams; null for all. */
  @Column('text', { array: true, nullable: true })
  streams!: string[] | null;

  /** Decimal text. */
  @Column('numeric', { name: 'max_amount', nullable: true })
  maxAmount!: string | null;

  @Column('text', { nullable: true })
  currency!: string | null;

  @Column('uuid', { name: 'created_by', nullable: true })
  createdBy!: string | null;

  @Column('timestamptz', { name: 'created_at', nullable: true })
  createdAt!: Date | null;
}
