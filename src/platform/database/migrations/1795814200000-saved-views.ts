import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Views of registers that people keep, and how they arrange them in their menus. */
export class SavedViews1795814200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE saved_view (
        id uuid PRIMARY KEY,
        stream text NOT NULL,
        name text NOT NULL,
        kind text NOT NULL CHECK (kind IN ('table', 'board', 'calendar')),
        columns jsonb NOT NULL,
        filter jsonb,
        sort text,
        -- Who has it in the menu besides the owner: nobody, a unit (id), a role (key) or everybody.
        audience text NOT NULL CHECK (audience IN ('me', 'unit', 'role', 'all')),
        audience_key text,
        owner_id uuid NOT NULL,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        CHECK ((audience IN ('unit', 'role')) = (audience_key IS NOT NULL))
      );
      CREATE INDEX saved_view_stream ON saved_view (stream);
      CREATE INDEX saved_view_owner ON saved_view (owner_id);
      CREATE TABLE view_arrangement (
        person_id uuid NOT NULL,
        stream text NOT NULL,
        -- Ids of views in their order, and of those that are not wanted in the menu.
        shown text[] NOT NULL,
        hidden text[] NOT NULL,
        PRIMARY KEY (person_id, stream)
      );
      CREATE INDEX document_flagged ON document (stream, id) WHERE flags <> '[]'::jsonb;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE saved_view, view_arrangement; DROP INDEX document_flagged');
  }
}
