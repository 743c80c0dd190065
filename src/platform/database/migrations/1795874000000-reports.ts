import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The reports of the configuration; every process reads them again when told that they changed. */
export class Reports1795874000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE report_definition (
        key text PRIMARY KEY,
        -- In the menu; the order of the files.
        place int NOT NULL,
        definition jsonb NOT NULL,
        published_at timestamptz NOT NULL
      );
      CREATE FUNCTION report_definition_changed() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM pg_notify('millrace_changed', 'report_definition');
        RETURN NULL;
      END $$;
      CREATE TRIGGER changed AFTER INSERT OR UPDATE OR DELETE ON report_definition
        FOR EACH STATEMENT EXECUTE FUNCTION report_definition_changed()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE report_definition; DROP FUNCTION report_definition_changed()');
  }
}
