import { Column, Entity, JoinTable, ManyToMany, PrimaryColumn } from 'typeorm';
import type { LocalisedText } from '../../platform/languages.js';
import { PersonEntity } from '../people/person.entity.js';

@Entity('post')
export class PostEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  key!: string;

  @Column('jsonb')
  name!: LocalisedText;

  @Column('uuid', { name: 'unit_id' })
  unitId!: string;

  @ManyToMany(() => PersonEntity)
  @JoinTable({
    name: 'post_holder',
    joinColumn: { name: 'post_id' },
    inverseJoinColumn: { name: 'person_id' },
  })
  holders!: PersonEntity[];
}
