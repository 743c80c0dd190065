import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Since when an assignment has waited for whoever has it now; null: since it was issued. */
export class WaitingSince1795811000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE assignment ADD COLUMN waiting_since timestamptz');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE assignment DROP COLUMN waiting_since');
  }
}
