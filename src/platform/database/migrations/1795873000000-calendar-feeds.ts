import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Addresses by which calendar programs read what a person has planned. */
export class CalendarFeeds1795873000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE calendar_feed (
        person_id uuid PRIMARY KEY REFERENCES person (id) ON DELETE CASCADE,
        -- SHA-256; the address itself is known to its owner only.
        token_hash bytea NOT NULL UNIQUE,
        created_at timestamptz NOT NULL
      );`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE calendar_feed;');
  }
}
