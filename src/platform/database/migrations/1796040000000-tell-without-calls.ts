import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What every decision pays for twice: screens are told of an assignment without further calls where those change nothing. */
export class TellWithoutCalls1796040000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`${head}
      IF current_setting('synchronous_commit') <> 'off' THEN
        PERFORM commit_early();
      END IF;
      IF cardinality(people) <= 150 THEN
        PERFORM pg_notify('millrace_live', concat_ws(' ', 'assignment', id, document_id, kind, array_to_string(people, ' ')));
        RETURN;
      END IF;${inParts}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`${head}
      PERFORM commit_early();${inParts}`);
  }
}

const head = `
  CREATE OR REPLACE FUNCTION tell_assignment(id uuid, document_id uuid, kind text, people uuid[]) RETURNS void
  LANGUAGE plpgsql AS $$
  BEGIN`;

// A notification holds 8000 bytes at most.
const inParts = `
    FOR part IN 0 .. (cardinality(people) - 1) / 150 LOOP
      PERFORM pg_notify('millrace_live', concat_ws(' ', 'assignment', id, document_id, kind,
        array_to_string(people[part * 150 + 1 : part * 150 + 150], ' ')));
    END LOOP;
  END $$`;
