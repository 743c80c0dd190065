import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { LocalisedText } from '../../platform/languages.js';

/** A named set of rights; what it may do is said by each stream's grants. */
@Entity('role')
export class RoleEntity {
  @PrimaryColumn('text')
  key!: string;

  @Column('jsonb')
  name!: LocalisedText;
}
