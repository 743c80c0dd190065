import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The tables of organisation, streams, documents, output, routes and intake. */
export class Backbone1795348800000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [extensions, organisation, definitions, documents, files, routes, output, intake]) {
      await runner.query(statement);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE intake_item, mailbox, outgoing_message, template_version, incident, route_timer, assignment,
        route_run_event, route_run, route_definition, idempotency_key, file_version, file, comment, document_access,
        document_history, document_link, register_counter, document, stream_definition, session, substitution,
        person_role, role, post_holder, post, unit, person, working_calendar CASCADE`);
  }
}

const extensions = `
  CREATE EXTENSION IF NOT EXISTS pg_trgm;
  CREATE EXTENSION IF NOT EXISTS btree_gin;
  -- unaccent() is only STABLE because its dictionary may change; ours does not, and an index needs IMMUTABLE.
  CREATE EXTENSION IF NOT EXISTS unaccent;
  CREATE FUNCTION search_form(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
    RETURN lower(public.unaccent('public.unaccent'::regdictionary, $1));
  -- A cast of text to date is only STABLE, since it reads DateStyle; cards hold ISO dates, for which it is fixed.
  CREATE FUNCTION iso_date(text) RETURNS date LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
    RETURN make_date(substr($1, 1, 4)::int, substr($1, 6, 2)::int, substr($1, 9, 2)::int);`;

const organisation = `
  CREATE TABLE working_calendar (
    key text PRIMARY KEY,
    definition jsonb NOT NULL
  );
  CREATE TABLE person (
    id uuid PRIMARY KEY,
    login text NOT NULL UNIQUE,
    name text NOT NULL,
    email text,
    phone text,
    language text NOT NULL DEFAULT 'en',
    password_hash text,
    active boolean NOT NULL DEFAULT true,
    created_at timestamptz NOT NULL DEFAULT now()
  );
  CREATE TABLE unit (
    id uuid PRIMARY KEY,
    key text NOT NULL UNIQUE,
    name jsonb NOT NULL,
    parent_id uuid REFERENCES unit (id),
    head_id uuid REFERENCES person (id),
    calendar_key text REFERENCES working_calendar (key),
    -- Of the topmost unit: what papers say of our firm (address, bank, who signs).
    details jsonb NOT NULL DEFAULT '{}'
  );
  CREATE TABLE post (
    id uuid PRIMARY KEY,
    key text NOT NULL UNIQUE,
    name jsonb NOT NULL,
    unit_id uuid NOT NULL REFERENCES unit (id)
  );
  CREATE TABLE post_holder (
    post_id uuid NOT NULL REFERENCES post (id) ON DELETE CASCADE,
    person_id uuid NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    PRIMARY KEY (post_id, person_id)
  );
  CREATE TABLE role (
    key text PRIMARY KEY,
    name jsonb NOT NULL
  );
  CREATE TABLE person_role (
    person_id uuid NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    role_key text NOT NULL REFERENCES role (key) ON DELETE CASCADE,
    PRIMARY KEY (person_id, role_key)
  );
  CREATE TABLE substitution (
    id uuid PRIMARY KEY,
    absent_id uuid NOT NULL REFERENCES person (id),
    substitute_id uuid NOT NULL REFERENCES person (id),
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    reason text,
    CHECK (absent_id <> substitute_id),
    CHECK (starts_at < ends_at)
  );
  CREATE TABLE session (
    token_hash bytea PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
  );
  CREATE INDEX session_person ON session (person_id);
  CREATE TABLE idempotency_key (
    person_id uuid NOT NULL,
    key text NOT NULL,
    request_hash bytea NOT NULL,
    status int,
    body jsonb,
    location text,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (person_id, key)
  );
  CREATE INDEX idempotency_key_age ON idempotency_key (created_at);
  -- Every process keeps the organisation in memory and reads it again when told that it changed.
  CREATE FUNCTION organisation_changed() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    PERFORM pg_notify('millrace_changed', 'organisation');
    RETURN NULL;
  END $$;
  CREATE TRIGGER changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON person FOR EACH STATEMENT EXECUTE FUNCTION organisation_changed();
  CREATE TRIGGER changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON unit FOR EACH STATEMENT EXECUTE FUNCTION organisation_changed();
  CREATE TRIGGER changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON post FOR EACH STATEMENT EXECUTE FUNCTION organisation_changed();
  CREATE TRIGGER changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON post_holder FOR EACH STATEMENT EXECUTE FUNCTION organisation_changed();
  CREATE TRIGGER changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON person_role FOR EACH STATEMENT EXECUTE FUNCTION organisation_changed();
  CREATE TRIGGER changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON substitution FOR EACH STATEMENT EXECUTE FUNCTION organisation_changed();
  CREATE TRIGGER changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON working_calendar FOR EACH STATEMENT EXECUTE FUNCTION organisation_changed();
  CREATE FUNCTION session_ended() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    PERFORM pg_notify('millrace_changed', 'session:' || encode(OLD.token_hash, 'hex'));
    RETURN NULL;
  END $$;
  CREATE TRIGGER ended AFTER DELETE ON session FOR EACH ROW EXECUTE FUNCTION session_ended();`;

const definitions = `
  CREATE TABLE stream_definition (
    key text NOT NULL,
    version int NOT NULL,
    hash text NOT NULL,
    definition jsonb NOT NULL,
    published_at timestamptz NOT NULL,
    PRIMARY KEY (key, version)
  );
  CREATE TABLE template_version (
    key text NOT NULL,
    version int NOT NULL,
    hash text NOT NULL,
    source jsonb NOT NULL,
    published_at timestamptz NOT NULL,
    PRIMARY KEY (key, version)
  );
  CREATE TABLE route_definition (
    key text NOT NULL,
    version int NOT NULL,
    hash text NOT NULL,
    xml text NOT NULL,
    published_at timestamptz NOT NULL,
    PRIMARY KEY (key, version)
  );
  CREATE FUNCTION definition_changed() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    PERFORM pg_notify('millrace_changed', TG_TABLE_NAME);
    RETURN NULL;
  END $$;
  CREATE TRIGGER changed AFTER INSERT OR UPDATE OR DELETE ON stream_definition FOR EACH STATEMENT EXECUTE FUNCTION definition_changed();
  CREATE TRIGGER changed AFTER INSERT OR UPDATE OR DELETE ON template_version FOR EACH STATEMENT EXECUTE FUNCTION definition_changed();
  CREATE TRIGGER changed AFTER INSERT OR UPDATE OR DELETE ON route_definition FOR EACH STATEMENT EXECUTE FUNCTION definition_changed();`;

const documents = `
  CREATE TABLE document (
    id uuid PRIMARY KEY,
    stream text NOT NULL,
    number text NOT NULL,
    title text NOT NULL,
    status text NOT NULL,
    author_id uuid NOT NULL,
    responsible_id uuid,
    unit_id uuid,
    fields jsonb NOT NULL,
    -- What a clerk must look at: [{path, code, message}], empty for a document without open questions.
    flags jsonb NOT NULL DEFAULT '[]',
    source jsonb NOT NULL DEFAULT '{}',
    search text NOT NULL,
    version int NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    UNIQUE (stream, number)
  );
  CREATE INDEX document_newest ON document (stream, id DESC);
  CREATE INDEX document_responsible ON document (responsible_id, stream) WHERE responsible_id IS NOT NULL;
  CREATE INDEX document_search ON document USING gin (stream, search gin_trgm_ops);
  CREATE TABLE register_counter (
    register text NOT NULL,
    period text NOT NULL,
    last bigint NOT NULL,
    PRIMARY KEY (register, period)
  ) WITH (fillfactor = 50);
  CREATE TABLE document_link (
    id uuid PRIMARY KEY,
    kind text NOT NULL,
    from_id uuid NOT NULL REFERENCES document (id),
    to_id uuid NOT NULL REFERENCES document (id),
    created_at timestamptz NOT NULL,
    created_by uuid NOT NULL,
    UNIQUE (from_id, to_id, kind)
  );
  CREATE INDEX document_link_to ON document_link (to_id);
  CREATE TABLE document_history (
    document_id uuid NOT NULL REFERENCES document (id),
    id bigint GENERATED ALWAYS AS IDENTITY,
    at timestamptz NOT NULL,
    actor_id uuid NOT NULL,
    actor_name text NOT NULL,
    event text NOT NULL,
    detail jsonb NOT NULL,
    PRIMARY KEY (document_id, id)
  );
  CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
  END $$;
  CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON document_history FOR EACH ROW EXECUTE FUNCTION refuse_change();
  -- Who may read a document beyond what the roles of its stream allow, and by what right.
  CREATE TABLE document_access (
    document_id uuid NOT NULL REFERENCES document (id),
    person_id uuid NOT NULL,
    reason text NOT NULL,
    PRIMARY KEY (document_id, person_id)
  );
  CREATE INDEX document_access_person ON document_access (person_id);
  CREATE TABLE comment (
    id uuid PRIMARY KEY,
    document_id uuid NOT NULL REFERENCES document (id),
    author_id uuid NOT NULL,
    text text NOT NULL,
    created_at timestamptz NOT NULL
  );
  CREATE INDEX comment_document ON comment (document_id, created_at);`;

const files = `
  CREATE TABLE file (
    id uuid PRIMARY KEY,
    document_id uuid REFERENCES document (id),
    name text NOT NULL,
    role text NOT NULL,
    template text,
    version int NOT NULL,
    created_at timestamptz NOT NULL,
    created_by uuid NOT NULL
  );
  CREATE INDEX file_document ON file (document_id);
  CREATE TABLE file_version (
    file_id uuid NOT NULL REFERENCES file (id),
    version int NOT NULL,
    sha256 text NOT NULL,
    size bigint NOT NULL,
    type text NOT NULL,
    created_at timestamptz NOT NULL,
    created_by uuid NOT NULL,
    PRIMARY KEY (file_id, version)
  );`;

const routes = `
  CREATE TABLE route_run (
    id uuid PRIMARY KEY,
    document_id uuid NOT NULL REFERENCES document (id),
    route text NOT NULL,
    route_version int NOT NULL,
    called_versions jsonb NOT NULL DEFAULT '{}',
    status text NOT NULL CHECK (status IN ('running', 'finished', 'cancelled')),
    state jsonb NOT NULL,
    sequence int NOT NULL,
    -- Version of the document that the facts of the last recorded step belong to.
    document_version int NOT NULL,
    started_by uuid NOT NULL,
    started_at timestamptz NOT NULL,
    finished_at timestamptz
  ) WITH (fillfactor = 80);
  CREATE INDEX route_run_document ON route_run (document_id);
  CREATE INDEX route_run_running ON route_run (route) WHERE status = 'running';
  -- A double click does not send a document along the same route twice at a time.
  CREATE UNIQUE INDEX route_run_once ON route_run (document_id, route) WHERE status = 'running';
  CREATE TABLE route_run_event (
    run_id uuid NOT NULL REFERENCES route_run (id),
    sequence int NOT NULL,
    at timestamptz NOT NULL,
    event jsonb NOT NULL,
    trail jsonb NOT NULL,
    PRIMARY KEY (run_id, sequence)
  );
  CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON route_run_event FOR EACH ROW EXECUTE FUNCTION refuse_change();
  CREATE TABLE assignment (
    id uuid PRIMARY KEY,
    document_id uuid NOT NULL REFERENCES document (id),
    run_id uuid REFERENCES route_run (id),
    instance text,
    element text,
    step jsonb,
    parent_id uuid REFERENCES assignment (id),
    state text NOT NULL CHECK (state IN ('created', 'ready', 'reserved', 'in-progress', 'suspended', 'completed', 'failed', 'obsolete', 'exited', 'reported', 'returned')),
    instruction jsonb NOT NULL,
    outcomes jsonb NOT NULL,
    author_id uuid NOT NULL,
    performer_id uuid,
    acting_for_id uuid,
    owner_id uuid,
    candidates uuid[] NOT NULL DEFAULT '{}',
    controller_id uuid,
    due_at timestamptz,
    due_because jsonb,
    issued_at timestamptz NOT NULL,
    closed_at timestamptz,
    closed_by uuid,
    outcome text,
    comment text,
    round int,
    content_hash text,
    version int NOT NULL DEFAULT 1
  ) WITH (fillfactor = 80);
  CREATE INDEX assignment_inbox ON assignment (performer_id, due_at) WHERE state IN ('created', 'ready', 'reserved', 'in-progress', 'suspended', 'returned');
  CREATE INDEX assignment_candidates ON assignment USING gin (candidates) WHERE state = 'ready';
  CREATE INDEX assignment_controlled ON assignment (controller_id) WHERE state IN ('created', 'ready', 'reserved', 'in-progress', 'suspended', 'returned', 'reported');
  CREATE INDEX assignment_document ON assignment (document_id);
  CREATE UNIQUE INDEX assignment_instance ON assignment (run_id, instance) WHERE run_id IS NOT NULL;
  CREATE TABLE route_timer (
    run_id uuid NOT NULL REFERENCES route_run (id),
    timer text NOT NULL,
    element text NOT NULL,
    due_at timestamptz NOT NULL,
    due_because jsonb,
    PRIMARY KEY (run_id, timer)
  );
  CREATE INDEX route_timer_due ON route_timer (due_at);
  CREATE TABLE incident (
    id uuid PRIMARY KEY,
    run_id uuid REFERENCES route_run (id),
    incident text NOT NULL,
    document_id uuid NOT NULL REFERENCES document (id),
    instance text,
    element text NOT NULL,
    message text NOT NULL,
    since timestamptz NOT NULL,
    resolved_at timestamptz
  );
  CREATE INDEX incident_open ON incident (document_id) WHERE resolved_at IS NULL;
  CREATE INDEX incident_run ON incident (run_id);`;

const output = `
  CREATE TABLE outgoing_message (
    id uuid PRIMARY KEY,
    document_id uuid REFERENCES document (id),
    message_id text NOT NULL UNIQUE,
    kind text NOT NULL,
    recipients jsonb NOT NULL,
    subject text NOT NULL,
    content jsonb NOT NULL,
    state text NOT NULL CHECK (state IN ('queued', 'sent', 'failed')),
    attempts int NOT NULL DEFAULT 0,
    answer text,
    created_at timestamptz NOT NULL,
    sent_at timestamptz
  );
  CREATE INDEX outgoing_message_document ON outgoing_message (document_id);`;

const intake = `
  CREATE TABLE mailbox (
    id uuid PRIMARY KEY,
    name text NOT NULL UNIQUE,
    stream text NOT NULL,
    url text NOT NULL,
    active boolean NOT NULL DEFAULT true,
    state text NOT NULL DEFAULT 'new',
    state_message text,
    state_at timestamptz,
    uid_validity bigint,
    last_uid bigint NOT NULL DEFAULT 0
  );
  CREATE TABLE intake_item (
    id uuid PRIMARY KEY,
    channel text NOT NULL,
    source text NOT NULL,
    source_key text NOT NULL,
    stream text NOT NULL,
    received_at timestamptz NOT NULL,
    raw_sha256 text NOT NULL,
    raw_size bigint NOT NULL,
    raw_type text NOT NULL,
    sender text,
    subject text,
    message_id text,
    state text NOT NULL CHECK (state IN ('received', 'registered', 'duplicate', 'ignored', 'failed')),
    outcome jsonb NOT NULL DEFAULT '{}',
    document_id uuid REFERENCES document (id),
    attempts int NOT NULL DEFAULT 0,
    processed_at timestamptz,
    UNIQUE (channel, source_key)
  );
  CREATE INDEX intake_item_state ON intake_item (state, received_at);
  CREATE INDEX intake_item_message ON intake_item (message_id) WHERE message_id IS NOT NULL;
  CREATE INDEX intake_item_document ON intake_item (document_id);
  CREATE INDEX intake_item_raw ON intake_item (raw_sha256) WHERE message_id IS NULL;
  -- An arrival is registered once, however often its processing is tried.
  CREATE UNIQUE INDEX document_intake_item ON document ((source->>'intakeItemId')) WHERE source ? 'intakeItemId';`;
