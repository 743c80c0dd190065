import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Sessions that their owner can recognise, attempts counted across processes, second factor, and the audit log. */
export class SessionsAndAudit1795815000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [sessions, attempts, secondFactor, audit]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE audit_seal, audit_unsealed, audit_entry, recovery_code, second_factor, attempt_window;
      DROP TRIGGER renewed ON session;
      CREATE OR REPLACE FUNCTION session_ended() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM pg_notify('millrace_changed', 'session:' || encode(OLD.token_hash, 'hex'));
        RETURN NULL;
      END $$;
      ALTER TABLE session DROP COLUMN id, DROP COLUMN address, DROP COLUMN agent, DROP COLUMN method,
        DROP COLUMN remembered, DROP COLUMN seen_at, DROP COLUMN confirmed_at, DROP COLUMN previous_hash,
        DROP COLUMN rotated_at;`);
  }
}

const sessions = `
  ALTER TABLE session
    -- Names the session to people and in the audit log; it opens nothing.
    ADD COLUMN id uuid NOT NULL DEFAULT gen_random_uuid() UNIQUE,
    ADD COLUMN address text,
    ADD COLUMN agent text,
    ADD COLUMN method text NOT NULL DEFAULT 'password',
    ADD COLUMN remembered boolean NOT NULL DEFAULT false,
    ADD COLUMN seen_at timestamptz,
    -- When the owner last showed who it is; what is delicate asks for that anew.
    ADD COLUMN confirmed_at timestamptz,
    -- The token before the present one still counts for a moment, for requests that were under way.
    ADD COLUMN previous_hash bytea,
    ADD COLUMN rotated_at timestamptz;
  UPDATE session SET seen_at = created_at, confirmed_at = created_at, remembered = expires_at - created_at > interval '20 days';
  ALTER TABLE session ALTER COLUMN seen_at SET NOT NULL, ALTER COLUMN confirmed_at SET NOT NULL;
  CREATE INDEX session_previous ON session (previous_hash) WHERE previous_hash IS NOT NULL;
  CREATE OR REPLACE FUNCTION session_ended() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    PERFORM pg_notify('millrace_changed', 'session:' || encode(OLD.token_hash, 'hex'));
    IF OLD.previous_hash IS NOT NULL THEN
      PERFORM pg_notify('millrace_changed', 'session:' || encode(OLD.previous_hash, 'hex'));
    END IF;
    RETURN NULL;
  END $$;
  CREATE TRIGGER renewed AFTER UPDATE OF token_hash, confirmed_at ON session FOR EACH ROW EXECUTE FUNCTION session_ended();`;

const attempts = `
  CREATE TABLE attempt_window (
    name text PRIMARY KEY,
    ends_at timestamptz NOT NULL,
    count int NOT NULL
  );
  CREATE INDEX attempt_window_end ON attempt_window (ends_at);`;

const secondFactor = `
  CREATE TABLE second_factor (
    person_id uuid PRIMARY KEY REFERENCES person (id) ON DELETE CASCADE,
    -- Sealed with a key derived from SECRET_KEY, which it names.
    secret text NOT NULL,
    created_at timestamptz NOT NULL,
    -- Absent: set up and not confirmed by a code yet, so that it is not asked for.
    confirmed_at timestamptz,
    -- The time step of the last code that was taken: neither it nor an earlier one counts again.
    last_step bigint NOT NULL DEFAULT 0
  );
  CREATE TABLE recovery_code (
    person_id uuid NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    code_mac bytea NOT NULL,
    used_at timestamptz,
    PRIMARY KEY (person_id, code_mac)
  );`;

const audit = `
  CREATE TABLE audit_entry (
    id uuid PRIMARY KEY,
    at timestamptz NOT NULL,
    actor_id uuid NOT NULL,
    actor_name text NOT NULL,
    for_id uuid,
    address text,
    session text,
    verb text NOT NULL,
    object_kind text NOT NULL,
    object_id text NOT NULL,
    before jsonb,
    after jsonb,
    key_id text NOT NULL,
    mac bytea NOT NULL
  );
  CREATE INDEX audit_entry_object ON audit_entry (object_kind, object_id, id);
  CREATE INDEX audit_entry_actor ON audit_entry (actor_id, id);
  CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit_entry FOR EACH ROW EXECUTE FUNCTION refuse_change();
  CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON audit_entry FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
  -- Entries that have no place in the chain yet.
  CREATE TABLE audit_unsealed (
    entry_id uuid PRIMARY KEY
  );
  CREATE TABLE audit_seal (
    position bigint PRIMARY KEY,
    entry_id uuid NOT NULL UNIQUE,
    digest bytea NOT NULL,
    chain bytea NOT NULL,
    key_id text NOT NULL
  );
  CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit_seal FOR EACH ROW EXECUTE FUNCTION refuse_change();
  CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON audit_seal FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();`;
