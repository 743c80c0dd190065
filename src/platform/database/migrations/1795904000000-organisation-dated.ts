import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Groups, versions of what administrators change, calendars of people, and what the organisation was at any time. */
export class OrganisationDated1795904000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [changes, groups, directories, past, pastTriggers, present]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER past ON person;
      DROP TRIGGER past_changed ON person;
      DROP TRIGGER past ON unit;
      DROP TRIGGER past_changed ON unit;
      DROP TRIGGER past ON post;
      DROP TRIGGER past_changed ON post;
      DROP TRIGGER past ON post_holder;
      DROP TABLE person_past, unit_past, post_past, post_holder_past, group_member_past,
        group_role, group_member, person_group, person_identity, provider_sign_in;
      DROP FUNCTION keep_past;
      DROP FUNCTION organisation_moment;
      ALTER TABLE person DROP COLUMN version, DROP COLUMN calendar_key, DROP COLUMN external_id,
        DROP COLUMN given_name, DROP COLUMN family_name;
      ALTER TABLE unit DROP COLUMN version;
      ALTER TABLE post DROP COLUMN version;
      ALTER TABLE working_calendar DROP COLUMN version;`);
  }
}

const changes = `
  ALTER TABLE person
    ADD COLUMN version int NOT NULL DEFAULT 1,
    ADD COLUMN calendar_key text REFERENCES working_calendar (key);
  ALTER TABLE unit ADD COLUMN version int NOT NULL DEFAULT 1;
  ALTER TABLE post ADD COLUMN version int NOT NULL DEFAULT 1;
  ALTER TABLE working_calendar ADD COLUMN version int NOT NULL DEFAULT 1;`;

const groups = `
  -- People who belong together across units.
  CREATE TABLE person_group (
    id uuid PRIMARY KEY,
    key text NOT NULL UNIQUE,
    name jsonb NOT NULL,
    version int NOT NULL DEFAULT 1
  );
  CREATE TABLE group_member (
    group_id uuid NOT NULL REFERENCES person_group (id) ON DELETE CASCADE,
    person_id uuid NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    PRIMARY KEY (group_id, person_id)
  );
  CREATE INDEX group_member_person ON group_member (person_id);
  -- Whoever is in the group has these roles.
  CREATE TABLE group_role (
    group_id uuid NOT NULL REFERENCES person_group (id) ON DELETE CASCADE,
    role_key text NOT NULL REFERENCES role (key) ON DELETE CASCADE,
    PRIMARY KEY (group_id, role_key)
  );
  CREATE TRIGGER changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON person_group FOR EACH STATEMENT EXECUTE FUNCTION organisation_changed();
  CREATE TRIGGER changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON group_member FOR EACH STATEMENT EXECUTE FUNCTION organisation_changed();
  CREATE TRIGGER changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON group_role FOR EACH STATEMENT EXECUTE FUNCTION organisation_changed();`;

const directories = `
  -- By which a directory of the firm (SCIM) knows its people and groups.
  ALTER TABLE person ADD COLUMN external_id text UNIQUE, ADD COLUMN given_name text, ADD COLUMN family_name text;
  ALTER TABLE person_group ADD COLUMN external_id text UNIQUE;
  -- Who somebody is at a sign-in provider (OpenID Connect).
  CREATE TABLE person_identity (
    issuer text NOT NULL,
    subject text NOT NULL,
    person_id uuid NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    created_at timestamptz NOT NULL,
    used_at timestamptz NOT NULL,
    PRIMARY KEY (issuer, subject)
  );
  CREATE INDEX person_identity_person ON person_identity (person_id);
  -- Sign-ins that are under way at the provider.
  CREATE TABLE provider_sign_in (
    state_hash bytea PRIMARY KEY,
    -- Of what the browser that began keeps in a cookie.
    browser_hash bytea NOT NULL,
    nonce text NOT NULL,
    verifier text NOT NULL,
    leads_to text NOT NULL,
    expires_at timestamptz NOT NULL
  );`;

const span = `since timestamptz NOT NULL, until timestamptz NOT NULL DEFAULT 'infinity'`;

const past = `
  -- What was, from "since" until just before "until"; the present row of everything that is has an endless "until".
  CREATE TABLE person_past (person_id uuid NOT NULL, name text NOT NULL, active boolean NOT NULL, ${span}, PRIMARY KEY (person_id, since));
  CREATE TABLE unit_past (unit_id uuid NOT NULL, key text NOT NULL, name jsonb NOT NULL, parent_id uuid, head_id uuid, ${span}, PRIMARY KEY (unit_id, since));
  CREATE TABLE post_past (post_id uuid NOT NULL, key text NOT NULL, name jsonb NOT NULL, unit_id uuid NOT NULL, ${span}, PRIMARY KEY (post_id, since));
  CREATE TABLE post_holder_past (post_id uuid NOT NULL, person_id uuid NOT NULL, ${span}, PRIMARY KEY (post_id, person_id, since));
  CREATE TABLE group_member_past (group_id uuid NOT NULL, person_id uuid NOT NULL, ${span}, PRIMARY KEY (group_id, person_id, since));
  -- From when on a change holds: what the transaction has said, or now.
  CREATE FUNCTION organisation_moment() RETURNS timestamptz LANGUAGE sql STABLE
    RETURN coalesce(nullif(current_setting('millrace.moment', true), '')::timestamptz, now());
  -- Its arguments: how a row of the past is found from the row ($1), and the values that are kept of it.
  CREATE FUNCTION keep_past() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE
    moment timestamptz := organisation_moment();
    past text := TG_TABLE_NAME || '_past';
  BEGIN
    IF TG_OP <> 'INSERT' THEN
      EXECUTE format('DELETE FROM %I p WHERE %s AND p.since >= $2', past, TG_ARGV[0]) USING OLD, moment;
      EXECUTE format('UPDATE %I p SET until = $2 WHERE %s AND p.until > $2', past, TG_ARGV[0]) USING OLD, moment;
    END IF;
    IF TG_OP <> 'DELETE' THEN
      EXECUTE format('INSERT INTO %I SELECT %s, $2', past, TG_ARGV[1]) USING NEW, moment;
    END IF;
    RETURN NULL;
  END $$;`;

/** The triggers of one table: its past begins and ends with the row, and anew where one of `columns` changes. */
function keeping(table: string, found: string, kept: string, columns: readonly string[] = []): string {
  const call = `EXECUTE FUNCTION keep_past('${found}', '${kept}')`;
  const differs = columns.map((column) => `OLD.${column} IS DISTINCT FROM NEW.${column}`).join(' OR ');
  const changed = `CREATE TRIGGER past_changed AFTER UPDATE ON ${table} FOR EACH ROW WHEN (${differs}) ${call};`;
  return `CREATE TRIGGER past AFTER INSERT OR DELETE ON ${table} FOR EACH ROW ${call};
    ${columns.length === 0 ? '' : changed}`;
}

const pastTriggers = [
  keeping('person', 'p.person_id = ($1).id', '($1).id, ($1).name, ($1).active', ['name', 'active']),
  keeping('unit', 'p.unit_id = ($1).id', '($1).id, ($1).key, ($1).name, ($1).parent_id, ($1).head_id', [
    ...['key', 'name', 'parent_id', 'head_id'],
  ]),
  keeping('post', 'p.post_id = ($1).id', '($1).id, ($1).key, ($1).name, ($1).unit_id', ['key', 'name', 'unit_id']),
  keeping('post_holder', 'p.post_id = ($1).post_id AND p.person_id = ($1).person_id', '($1).post_id, ($1).person_id'),
  keeping(
    'group_member',
    'p.group_id = ($1).group_id AND p.person_id = ($1).person_id',
    '($1).group_id, ($1).person_id',
  ),
].join('\n');

/** What is there already has been so for as long as anybody knows. */
const present = `
  INSERT INTO person_past SELECT id, name, active, '-infinity' FROM person;
  INSERT INTO unit_past SELECT id, key, name, parent_id, head_id, '-infinity' FROM unit;
  INSERT INTO post_past SELECT id, key, name, unit_id, '-infinity' FROM post;
  INSERT INTO post_holder_past SELECT post_id, person_id, '-infinity' FROM post_holder;`;
