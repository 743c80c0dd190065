import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The words that documents are made of, for searches with a slip of the pen. */
export class SearchWords1795814000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE search_word (word text PRIMARY KEY);
      CREATE INDEX search_word_trigrams ON search_word USING gin (word gin_trgm_ops);
      -- The last document whose words were gathered.
      CREATE TABLE search_word_progress (
        one boolean PRIMARY KEY DEFAULT true CHECK (one),
        last_id uuid NOT NULL
      );
      INSERT INTO search_word_progress (last_id) VALUES ('00000000-0000-0000-0000-000000000000');`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE search_word, search_word_progress');
  }
}
