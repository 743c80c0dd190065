import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Access rules of a stream can be changed by an administrator, which the file of the stream must not undo. */
export class AccessByHand1796101000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE stream_definition
        -- Hash of the file that the version rests on; null where the version is the file.
        ADD COLUMN file_hash text,
        -- What the file says about access; null where the version says the same.
        ADD COLUMN file_access jsonb`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE stream_definition DROP COLUMN file_hash, DROP COLUMN file_access');
  }
}
