import type { MigrationInterface, QueryRunner } from 'typeorm';
import { committingEarly } from '../durable-commits.js';

/** What people who have the application open are told of at once: assignments and documents that changed. */
export class LiveEvents1795813000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [early, assignments, documents, incidents]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER told ON assignment;
      DROP TRIGGER told_anew ON assignment;
      DROP TRIGGER told ON document_history;
      DROP TRIGGER told ON incident;
      DROP FUNCTION assignment_told;
      DROP FUNCTION tell_assignment;
      DROP FUNCTION document_told;
      DROP FUNCTION incident_told;
      DROP FUNCTION commit_early;`);
  }
}

// A transaction that notifies holds a lock from the beginning of its commit to the end, and all that notify wait for it. The
// program hears what is raised here, and waits for the disk after the commit (DurableCommits); others commit as they do.
const early = `
  CREATE FUNCTION commit_early() RETURNS void LANGUAGE plpgsql AS $$
  BEGIN
    IF current_setting('synchronous_commit') <> 'off' AND current_setting('application_name') = 'millrace' THEN
      PERFORM set_config('synchronous_commit', 'off', true);
      RAISE INFO '${committingEarly}';
    END IF;
  END $$;`;

// Triggers, so that no way of changing an assignment can forget it, and so that who had it before is known.
const assignments = `
  -- A notification has at most 8000 bytes, so many people are told in parts.
  CREATE FUNCTION tell_assignment(id uuid, document_id uuid, kind text, people uuid[]) RETURNS void LANGUAGE plpgsql AS $$
  BEGIN
    PERFORM commit_early();
    FOR part IN 0 .. (cardinality(people) - 1) / 150 LOOP
      PERFORM pg_notify('millrace_live', concat_ws(' ', 'assignment', id, document_id, kind,
        array_to_string(people[part * 150 + 1 : part * 150 + 150], ' ')));
    END LOOP;
  END $$;
  -- Issued to those whom it names from now on, closed for those whom it does not name any more, changed for the others.
  CREATE FUNCTION assignment_told() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE
    after uuid[] := array_remove(ARRAY[NEW.performer_id, NEW.acting_for_id, NEW.owner_id, NEW.controller_id] || NEW.candidates, NULL);
    before uuid[];
  BEGIN
    IF TG_OP = 'INSERT' THEN
      PERFORM tell_assignment(NEW.id, NEW.document_id, 'issued', after);
      RETURN NULL;
    END IF;
    before := array_remove(ARRAY[OLD.performer_id, OLD.acting_for_id, OLD.owner_id, OLD.controller_id] || OLD.candidates, NULL);
    IF NEW.closed_at IS NOT NULL THEN
      PERFORM tell_assignment(NEW.id, NEW.document_id, 'closed', ARRAY(SELECT unnest(before) UNION SELECT unnest(after)));
      RETURN NULL;
    END IF;
    PERFORM tell_assignment(NEW.id, NEW.document_id, 'changed', ARRAY(SELECT unnest(before) INTERSECT SELECT unnest(after)));
    IF before IS DISTINCT FROM after THEN
      PERFORM tell_assignment(NEW.id, NEW.document_id, told.kind, told.people)
      FROM (VALUES ('issued', ARRAY(SELECT unnest(after) EXCEPT SELECT unnest(before))),
        ('closed', ARRAY(SELECT unnest(before) EXCEPT SELECT unnest(after)))) AS told (kind, people)
      WHERE cardinality(told.people) > 0;
    END IF;
    RETURN NULL;
  END $$;
  CREATE TRIGGER told AFTER INSERT ON assignment FOR EACH ROW EXECUTE FUNCTION assignment_told();
  CREATE TRIGGER told_anew AFTER UPDATE OF state, performer_id, acting_for_id, owner_id, candidates, controller_id, due_at, closed_at, version
    ON assignment FOR EACH ROW EXECUTE FUNCTION assignment_told();`;

// Whatever happens to a document is in its history; what happens to assignments is told above.
const documents = `
  CREATE FUNCTION document_told() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    PERFORM commit_early();
    PERFORM pg_notify('millrace_live', concat_ws(' ', 'document', NEW.document_id, NEW.event));
    RETURN NULL;
  END $$;
  CREATE TRIGGER told AFTER INSERT ON document_history FOR EACH ROW
    WHEN (NEW.event <> 'document.registered' AND NEW.event NOT LIKE 'assignment.%') EXECUTE FUNCTION document_told();`;

const incidents = `
  CREATE FUNCTION incident_told() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    PERFORM commit_early();
    PERFORM pg_notify('millrace_live', concat_ws(' ', 'document', NEW.document_id,
      CASE WHEN NEW.resolved_at IS NULL THEN 'incident.raised' ELSE 'incident.resolved' END));
    RETURN NULL;
  END $$;
  CREATE TRIGGER told AFTER INSERT OR UPDATE OF resolved_at ON incident FOR EACH ROW EXECUTE FUNCTION incident_told();`;
