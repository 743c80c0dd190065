import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Somebody may be absent without anybody who acts meanwhile. */
export class AbsenceAlone1795811000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE substitution ALTER COLUMN substitute_id DROP NOT NULL,
        ADD CONSTRAINT substitution_alone_in_everything
          CHECK (substitute_id IS NOT NULL OR (streams IS NULL AND max_amount IS NULL))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DELETE FROM substitution WHERE substitute_id IS NULL`);
    await runner.query(`
      ALTER TABLE substitution DROP CONSTRAINT substitution_alone_in_everything, ALTER COLUMN substitute_id SET NOT NULL`);
  }
}
