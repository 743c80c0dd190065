import { Column, Entity, JoinTable, ManyToMany, PrimaryColumn } from 'typeorm';
import type { Language } from '../../platform/languages.js';
import { RoleEntity } from './role.entity.js';

/** The stored person, with what the directory does not show: the password's hash. */
@Entity('person')
export class PersonEntity {
  @PrimaryColumn('uuid')
  id!: string;

  /** Small letters; unique. */
  @Column('text')
  login!: string;

  @Column('text')
  name!: string;

  @Column('text', { nullable: true })
  email!: string | null;

  @Column('text', { nullable: true })
  phone!: string | null;

  @Column('text')
  language!: Language;

  /** Argon2id in PHC form; null for a person who cannot sign in by password. */
  @Column('text', { name: 'password_hash', nullable: true, select: false })
  passwordHash!: string | null;

  @Column('boolean')
  active!: boolean;

  /** `service`: an account of a program, which signs in by API tokens only. */
  @Column('text')
  kind!: 'person' | 'service';

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @ManyToMany(() => RoleEntity)
  @JoinTable({
    name: 'person_role',
    joinColumn: { name: 'person_id' },
    inverseJoinColumn: { name: 'role_key', referencedColumnName: 'key' },
  })
  roles!: RoleEntity[];
}
