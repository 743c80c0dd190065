import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { LocalisedText } from '../../platform/languages.js';

@Entity('unit')
export class UnitEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  key!: string;

  @Column('jsonb')
  name!: LocalisedText;

  @Column('uuid', { name: 'parent_id', nullable: true })
  parentId!: string | null;

  @Column('uuid', { name: 'head_id', nullable: true })
  headId!: string | null;

  @Column('text', { name: 'calendar_key', nullable: true })
  calendarKey!: string | null;
}
