import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What every decision pays for: telling of a changed assignment without queries, and one index less to keep. */
export class CheaperTelling1796000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(toldOf(closedToAll.cheap));
    await runner.query('DROP INDEX assignment_bound');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE INDEX assignment_bound ON assignment (document_id)
      WHERE binding IS NOT NULL AND state = 'completed' AND lapsed_at IS NULL`);
    await runner.query(toldOf(closedToAll.plain));
  }
}

// Most changes leave the people as they were; a subquery costs more than the whole of the rest then.
const closedToAll = {
  cheap: `
      IF before <> after THEN
        after := ARRAY(SELECT unnest(before) UNION SELECT unnest(after));
      END IF;
      PERFORM tell_assignment(NEW.id, NEW.document_id, 'closed', after);
      RETURN NULL;
    END IF;
    IF before = after THEN
      PERFORM tell_assignment(NEW.id, NEW.document_id, 'changed', after);
      RETURN NULL;
    END IF;`,
  plain: `
      PERFORM tell_assignment(NEW.id, NEW.document_id, 'closed', ARRAY(SELECT unnest(before) UNION SELECT unnest(after)));
      RETURN NULL;
    END IF;`,
};

const toldOf = (closing: string): string => `
  CREATE OR REPLACE FUNCTION assignment_told() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE
    after uuid[] := array_remove(ARRAY[NEW.performer_id, NEW.acting_for_id, NEW.owner_id, NEW.controller_id] || NEW.candidates, NULL);
    before uuid[];
  BEGIN
    IF TG_OP = 'INSERT' THEN
      PERFORM tell_assignment(NEW.id, NEW.document_id, 'issued', after);
      RETURN NULL;
    END IF;
    before := array_remove(ARRAY[OLD.performer_id, OLD.acting_for_id, OLD.owner_id, OLD.controller_id] || OLD.candidates, NULL);
    IF NEW.closed_at IS NOT NULL THEN${closing}
    PERFORM tell_assignment(NEW.id, NEW.document_id, 'changed', ARRAY(SELECT unnest(before) INTERSECT SELECT unnest(after)));
    IF before IS DISTINCT FROM after THEN
      PERFORM tell_assignment(NEW.id, NEW.document_id, told.kind, told.people)
      FROM (VALUES ('issued', ARRAY(SELECT unnest(after) EXCEPT SELECT unnest(before))),
        ('closed', ARRAY(SELECT unnest(before) EXCEPT SELECT unnest(after)))) AS told (kind, people)
      WHERE cardinality(told.people) > 0;
    END IF;
    RETURN NULL;
  END $$`;
