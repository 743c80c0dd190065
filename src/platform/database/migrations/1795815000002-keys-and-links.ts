import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Passkeys, and links that are good once: for a new password, an invitation, the first administrator. */
export class KeysAndLinks1795815000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE passkey (
        -- The credential's own id, base64url.
        id text PRIMARY KEY,
        person_id uuid NOT NULL REFERENCES person (id) ON DELETE CASCADE,
        public_key bytea NOT NULL,
        counter bigint NOT NULL,
        transports text[] NOT NULL,
        name text NOT NULL,
        -- Kept by a password manager or the like, so that losing the device does not lose it.
        backed_up boolean NOT NULL,
        created_at timestamptz NOT NULL,
        used_at timestamptz
      );
      CREATE INDEX passkey_person ON passkey (person_id);
      CREATE TABLE passkey_challenge (
        challenge text PRIMARY KEY,
        -- Who adds a passkey; absent for a sign-in.
        person_id uuid REFERENCES person (id) ON DELETE CASCADE,
        expires_at timestamptz NOT NULL
      );
      CREATE INDEX passkey_challenge_end ON passkey_challenge (expires_at);
      CREATE TABLE one_time_link (
        token_hash bytea PRIMARY KEY,
        purpose text NOT NULL CHECK (purpose IN ('password-reset', 'invitation', 'first-run')),
        person_id uuid REFERENCES person (id) ON DELETE CASCADE,
        created_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL
      );
      CREATE INDEX one_time_link_person ON one_time_link (person_id);`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE one_time_link, passkey_challenge, passkey');
  }
}
