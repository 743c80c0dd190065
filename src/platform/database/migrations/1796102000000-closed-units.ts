import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A unit ends by being closed on a day: it stays, with its documents and its past, and nothing new is in it. */
export class ClosedUnits1796102000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE unit ADD COLUMN closed_at timestamptz');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE unit DROP COLUMN closed_at');
  }
}
