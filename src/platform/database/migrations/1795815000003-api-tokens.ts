import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tokens for programs, and accounts that are nobody's. */
export class ApiTokens1795815000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE person
        -- 'service': a program's account. It has no password and is nobody to be chosen.
        ADD COLUMN kind text NOT NULL DEFAULT 'person' CHECK (kind IN ('person', 'service'));
      CREATE TABLE api_token (
        id uuid PRIMARY KEY,
        person_id uuid NOT NULL REFERENCES person (id) ON DELETE CASCADE,
        -- SHA-256; the token itself is known to its owner only.
        token_hash bytea NOT NULL UNIQUE,
        name text NOT NULL,
        scopes text[] NOT NULL,
        created_at timestamptz NOT NULL,
        created_by uuid NOT NULL,
        expires_at timestamptz NOT NULL,
        used_at timestamptz,
        used_from text
      );
      CREATE INDEX api_token_person ON api_token (person_id);
      CREATE FUNCTION api_token_ended() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM pg_notify('millrace_changed', 'token:' || encode(OLD.token_hash, 'hex'));
        RETURN NULL;
      END $$;
      CREATE TRIGGER ended AFTER DELETE ON api_token FOR EACH ROW EXECUTE FUNCTION api_token_ended();`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE api_token;
      DROP FUNCTION api_token_ended;
      ALTER TABLE person DROP COLUMN kind;`);
  }
}
