import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The life of assignments, several runs of a document, messages between runs, reminders, substitution in part. */
export class ExecutionControl1795392000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [assignments, extensionRequests, ladder, runs, messages, turns, substitutions, mails]) {
      await runner.query(statement);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE extension_request, assignment_rung, route_subscription, route_message, route_start_timer, performer_turn;
      DROP INDEX document_access_substitution, assignment_acting, assignment_of_run, assignment_parent, assignment_suspended, assignment_bound, assignment_instance, route_run_once, route_run_queued;
      DELETE FROM route_run WHERE status = 'queued';
      ALTER TABLE assignment DROP COLUMN skippable, DROP COLUMN acceptance, DROP COLUMN co_performer,
        DROP COLUMN suspended_until, DROP COLUMN opened_at, DROP COLUMN report, DROP COLUMN returned_reason,
        DROP COLUMN excluded, DROP COLUMN binding, DROP COLUMN container, DROP COLUMN turn, DROP COLUMN decided_version,
        DROP COLUMN decided_sequence, DROP COLUMN lapsed_at, DROP COLUMN asked_again, DROP COLUMN substitution_id, DROP COLUMN wanted,
        DROP COLUMN reminded_at;
      ALTER TABLE incident DROP COLUMN code;
      ALTER TABLE route_timer DROP COLUMN noticed_at;
      ALTER TABLE route_run DROP COLUMN exclusive, DROP COLUMN queued_event, DROP CONSTRAINT route_run_status_check,
        ADD CONSTRAINT route_run_status_check CHECK (status IN ('running', 'finished', 'cancelled'));
      ALTER TABLE route_definition DROP COLUMN scenarios;
      ALTER TABLE substitution DROP COLUMN streams, DROP COLUMN max_amount, DROP COLUMN currency, DROP COLUMN created_by,
        DROP COLUMN created_at;
      CREATE UNIQUE INDEX assignment_instance ON assignment (run_id, instance) WHERE run_id IS NOT NULL;
      CREATE UNIQUE INDEX route_run_once ON route_run (document_id, route) WHERE status = 'running';
      DROP INDEX outgoing_message_failed;
      UPDATE outgoing_message SET state = 'failed' WHERE state = 'dismissed';
      ALTER TABLE outgoing_message DROP CONSTRAINT outgoing_message_state_check,
        ADD CONSTRAINT outgoing_message_state_check CHECK (state IN ('queued', 'sent', 'failed'));`);
  }
}

const assignments = `
  ALTER TABLE assignment
    ADD COLUMN skippable boolean NOT NULL DEFAULT false,
    -- Complete is a report, which the controller (or the lead) accepts or returns.
    ADD COLUMN acceptance boolean NOT NULL DEFAULT false,
    -- Its lead is the performer of the parent.
    ADD COLUMN co_performer boolean NOT NULL DEFAULT false,
    ADD COLUMN suspended_until timestamptz,
    -- When somebody opened it to work on it: from then on the decision before it cannot be recalled.
    ADD COLUMN opened_at timestamptz,
    ADD COLUMN report jsonb,
    ADD COLUMN returned_reason text,
    -- People who may not do it ("not the same person as").
    ADD COLUMN excluded uuid[] NOT NULL DEFAULT '{}',
    -- What the decision is bound to: {fields: keys or null for all, files}; null for one that never lapses.
    ADD COLUMN binding jsonb,
    ADD COLUMN container text,
    ADD COLUMN turn int,
    ADD COLUMN decided_version int,
    ADD COLUMN decided_sequence int,
    ADD COLUMN lapsed_at timestamptz,
    ADD COLUMN asked_again jsonb,
    ADD COLUMN substitution_id uuid,
    -- The candidates before absent ones were replaced; null when none was.
    ADD COLUMN wanted uuid[],
    ADD COLUMN reminded_at timestamptz;
  CREATE INDEX assignment_acting ON assignment (acting_for_id) WHERE acting_for_id IS NOT NULL AND state IN ('reserved', 'in-progress', 'returned');
  CREATE INDEX assignment_wanted ON assignment (id) WHERE wanted IS NOT NULL AND state = 'ready';
  CREATE INDEX document_access_substitution ON document_access (document_id) WHERE reason = 'substitution';
  CREATE INDEX assignment_parent ON assignment (parent_id) WHERE parent_id IS NOT NULL;
  CREATE INDEX assignment_suspended ON assignment (suspended_until) WHERE state = 'suspended' AND suspended_until IS NOT NULL;
  CREATE INDEX assignment_bound ON assignment (document_id) WHERE binding IS NOT NULL AND state = 'completed' AND lapsed_at IS NULL;
  -- An assignment that failed is issued anew for the same instance.
  DROP INDEX assignment_instance;
  CREATE INDEX assignment_of_run ON assignment (run_id, instance) WHERE run_id IS NOT NULL;
  CREATE UNIQUE INDEX assignment_instance ON assignment (run_id, instance) WHERE run_id IS NOT NULL AND closed_at IS NULL;`;

const extensionRequests = `
  CREATE TABLE extension_request (
    id uuid PRIMARY KEY,
    assignment_id uuid NOT NULL REFERENCES assignment (id),
    asked_by uuid NOT NULL,
    decider_id uuid NOT NULL,
    asked_due_at timestamptz NOT NULL,
    reason text NOT NULL,
    state text NOT NULL CHECK (state IN ('asked', 'granted', 'denied', 'withdrawn')),
    answer text,
    asked_at timestamptz NOT NULL,
    decided_at timestamptz,
    decided_by uuid
  );
  CREATE UNIQUE INDEX extension_request_open ON extension_request (assignment_id) WHERE state = 'asked';
  CREATE INDEX extension_request_decider ON extension_request (decider_id) WHERE state = 'asked';
  CREATE INDEX extension_request_assignment ON extension_request (assignment_id);`;

const ladder = `
  -- The rungs of the escalation ladder of an assignment, each with its time.
  CREATE TABLE assignment_rung (
    assignment_id uuid NOT NULL REFERENCES assignment (id),
    rung int NOT NULL,
    action text NOT NULL CHECK (action IN ('remind', 'notify-head', 'reassign')),
    target text,
    due_at timestamptz NOT NULL,
    because jsonb,
    done_at timestamptz,
    result jsonb,
    PRIMARY KEY (assignment_id, rung)
  );
  CREATE INDEX assignment_rung_due ON assignment_rung (due_at) WHERE done_at IS NULL;`;

const runs = `
  ALTER TABLE incident ADD COLUMN code text;
  -- When it was first found to be overdue.
  ALTER TABLE route_timer ADD COLUMN noticed_at timestamptz;
  ALTER TABLE route_run
    -- False for a route of which several runs may go on at once for a document.
    ADD COLUMN exclusive boolean NOT NULL DEFAULT true,
    -- What starts a run that waits for the one before it.
    ADD COLUMN queued_event jsonb,
    DROP CONSTRAINT route_run_status_check,
    ADD CONSTRAINT route_run_status_check CHECK (status IN ('queued', 'running', 'finished', 'cancelled'));
  DROP INDEX route_run_once;
  CREATE UNIQUE INDEX route_run_once ON route_run (document_id, route) WHERE status = 'running' AND exclusive;
  CREATE INDEX route_run_queued ON route_run (document_id, route, id) WHERE status = 'queued';
  ALTER TABLE route_definition ADD COLUMN scenarios jsonb;`;

const messages = `
  -- Places of runs that wait for a message, a signal or a condition. The key is the JSON text of the correlation value.
  CREATE TABLE route_subscription (
    run_id uuid NOT NULL REFERENCES route_run (id),
    instance text NOT NULL,
    element text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('message', 'signal', 'conditional')),
    name text,
    key text,
    PRIMARY KEY (run_id, instance, element)
  );
  CREATE INDEX route_subscription_name ON route_subscription (kind, name, key);
  -- A message is kept until a run that waits for it has had it.
  CREATE TABLE route_message (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    key text,
    variables jsonb NOT NULL,
    document_id uuid REFERENCES document (id),
    from_run uuid,
    sent_by uuid NOT NULL,
    sent_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    state text NOT NULL CHECK (state IN ('waiting', 'delivered', 'expired')),
    delivered_to uuid,
    delivered_at timestamptz
  );
  CREATE INDEX route_message_waiting ON route_message (name, sent_at) WHERE state = 'waiting';
  -- Next times of the timers by which routes start themselves.
  CREATE TABLE route_start_timer (
    route text NOT NULL,
    version int NOT NULL,
    element text NOT NULL,
    next_at timestamptz,
    repeat int,
    PRIMARY KEY (route, element)
  );`;

const turns = `
  -- Whose turn it was last, for performers taken in turn.
  CREATE TABLE performer_turn (
    key text PRIMARY KEY,
    last_id uuid,
    turns bigint NOT NULL DEFAULT 0
  );`;

const substitutions = `
  ALTER TABLE substitution
    ADD COLUMN streams text[],
    ADD COLUMN max_amount numeric,
    ADD COLUMN currency text,
    ADD COLUMN created_by uuid,
    ADD COLUMN created_at timestamptz,
    ADD CHECK ((max_amount IS NULL) = (currency IS NULL));`;

const mails = `
  ALTER TABLE outgoing_message DROP CONSTRAINT outgoing_message_state_check,
    -- dismissed: it failed, and somebody has seen it and leaves it.
    ADD CONSTRAINT outgoing_message_state_check CHECK (state IN ('queued', 'sent', 'failed', 'dismissed'));
  CREATE INDEX outgoing_message_failed ON outgoing_message (created_at) WHERE state = 'failed';`;
