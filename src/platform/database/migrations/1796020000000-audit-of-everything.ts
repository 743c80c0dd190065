import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The history of documents goes into the audit log: it keeps from where things were done, and a queue says what the log does
 * not have yet. The end of the chain is recorded, and what has outlived its time can be let go.
 */
export class AuditOfEverything1796020000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [history, log, letGo, auditors]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER append_only ON audit_entry;
      CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit_entry FOR EACH ROW EXECUTE FUNCTION refuse_change();
      DROP FUNCTION refuse_audit_change;
      DROP TABLE audit_head, audit_history;
      DROP INDEX audit_entry_at, audit_entry_kind, audit_entry_for, audit_entry_history;
      ALTER TABLE audit_entry DROP COLUMN history_id;
      DROP TRIGGER audited ON document_history;
      DROP FUNCTION history_for_audit;
      ALTER TABLE document_history DROP COLUMN address, DROP COLUMN session;
      DELETE FROM role WHERE key = 'auditor' AND NOT EXISTS (SELECT 1 FROM person_role WHERE role_key = 'auditor');`);
  }
}

// A trigger, so that no way of writing history can forget it. The queue has no index: it is emptied every few seconds.
const history = `
  ALTER TABLE document_history ADD COLUMN address text, ADD COLUMN session text;
  CREATE TABLE audit_history (
    document_id uuid NOT NULL,
    history_id bigint NOT NULL
  );
  CREATE FUNCTION history_for_audit() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    INSERT INTO audit_history (document_id, history_id) VALUES (NEW.document_id, NEW.id);
    RETURN NULL;
  END $$;
  -- By row: a table of what was added costs a statement that adds one row more than the rest of this.
  CREATE TRIGGER audited AFTER INSERT ON document_history FOR EACH ROW EXECUTE FUNCTION history_for_audit();
  INSERT INTO audit_history (document_id, history_id) SELECT document_id, id FROM document_history ORDER BY id;`;

const log = `
  -- The event of history that an entry tells of.
  ALTER TABLE audit_entry ADD COLUMN history_id bigint;
  CREATE UNIQUE INDEX audit_entry_history ON audit_entry (history_id) WHERE history_id IS NOT NULL;
  CREATE INDEX audit_entry_at ON audit_entry (at, id);
  CREATE INDEX audit_entry_kind ON audit_entry (split_part(verb, '.', 1), at, id);
  CREATE INDEX audit_entry_for ON audit_entry (for_id, id) WHERE for_id IS NOT NULL;
  -- Where the chain ends, in one row.
  CREATE TABLE audit_head (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    position bigint NOT NULL,
    chain bytea NOT NULL,
    key_id text NOT NULL,
    mac bytea NOT NULL
  );`;

// Entries are let go by the job of retention only, which says so for its transaction and notes it in the log. Whoever else
// does the same is found out by the chain, whose links stay.
const letGo = `
  CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF TG_OP = 'DELETE' AND current_setting('millrace.audit_retention', true) = 'on' THEN
      RETURN OLD;
    END IF;
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
  END $$;
  DROP TRIGGER append_only ON audit_entry;
  CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit_entry FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();`;

const auditors = `
  INSERT INTO role (key, name) VALUES
    ('auditor', '{"en": "Auditor", "ru": "Аудитор", "pl": "Audytor", "lt": "Auditorius"}')
  ON CONFLICT (key) DO NOTHING;`;
