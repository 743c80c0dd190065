import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tells of an assignment that is issued, closed or changed without arrays, which cost a decision most of the telling. */
export class TellInOneLine1795813000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(assignmentTold);
  }

  /** What was told before is the same, so there is nothing to go back to. */
  async down(): Promise<void> {
    await Promise.resolve();
  }
}

const assignmentTold = `
  CREATE OR REPLACE FUNCTION assignment_told() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE
    before uuid[];
    after uuid[];
  BEGIN
    IF current_setting('synchronous_commit') <> 'off' THEN
      PERFORM commit_early();
    END IF;
    -- A notification has at most 8000 bytes.
    IF cardinality(NEW.candidates) <= 150 THEN
      IF TG_OP = 'INSERT' THEN
        PERFORM pg_notify('millrace_live', concat_ws(' ', 'assignment', NEW.id, NEW.document_id, 'issued',
          NEW.performer_id, NEW.acting_for_id, NEW.owner_id, NEW.controller_id, array_to_string(NEW.candidates, ' ')));
        RETURN NULL;
      END IF;
      IF NEW.closed_at IS NOT NULL AND OLD.candidates = NEW.candidates THEN
        PERFORM pg_notify('millrace_live', concat_ws(' ', 'assignment', NEW.id, NEW.document_id, 'closed',
          NEW.performer_id, NEW.acting_for_id, NEW.owner_id, NEW.controller_id, OLD.performer_id, OLD.acting_for_id,
          OLD.owner_id, OLD.controller_id, array_to_string(NEW.candidates, ' ')));
        RETURN NULL;
      END IF;
    END IF;
    after := array_remove(ARRAY[NEW.performer_id, NEW.acting_for_id, NEW.owner_id, NEW.controller_id] || NEW.candidates, NULL);
    IF TG_OP = 'INSERT' THEN
      PERFORM tell_assignment(NEW.id, NEW.document_id, 'issued', after);
      RETURN NULL;
    END IF;
    before := array_remove(ARRAY[OLD.performer_id, OLD.acting_for_id, OLD.owner_id, OLD.controller_id] || OLD.candidates, NULL);
    IF NEW.closed_at IS NOT NULL THEN
      PERFORM tell_assignment(NEW.id, NEW.document_id, 'closed', ARRAY(SELECT unnest(before) UNION SELECT unnest(after)));
    ELSIF before = after THEN
      PERFORM tell_assignment(NEW.id, NEW.document_id, 'changed', after);
    ELSE
      PERFORM tell_assignment(NEW.id, NEW.document_id, told.kind, told.people)
      FROM (VALUES ('changed', ARRAY(SELECT unnest(before) INTERSECT SELECT unnest(after))),
        ('issued', ARRAY(SELECT unnest(after) EXCEPT SELECT unnest(before))),
        ('closed', ARRAY(SELECT unnest(before) EXCEPT SELECT unnest(after)))) AS told (kind, people)
      WHERE cardinality(told.people) > 0;
    END IF;
    RETURN NULL;
  END $$;`;
