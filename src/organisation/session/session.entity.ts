import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A sign-in. The token itself is known to its owner only; a copy of this table opens no session. */
@Entity('session')
export class SessionEntity {
  /** SHA-256 of the token. */
  @PrimaryColumn('bytea', { name: 'token_hash' })
  tokenHash!: Buffer;

  @Column('uuid', { name: 'person_id' })
  personId!: string;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;
}
