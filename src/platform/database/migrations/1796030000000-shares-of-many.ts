import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Documents are shared with units and groups as well, and API tokens may be limited to streams. */
export class SharesOfMany1796030000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE document_share RENAME COLUMN person_id TO holder_id;
      ALTER TABLE document_share
        ADD COLUMN holder_kind text NOT NULL DEFAULT 'person' CHECK (holder_kind IN ('person', 'unit', 'group'));
      ALTER INDEX document_share_person RENAME TO document_share_holder;
      -- What was shared with a unit or group that is gone is shared with nobody.
      CREATE FUNCTION document_share_holder_gone() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        DELETE FROM document_share WHERE holder_id = OLD.id;
        RETURN NULL;
      END $$;
      CREATE TRIGGER shares_gone AFTER DELETE ON unit FOR EACH ROW EXECUTE FUNCTION document_share_holder_gone();
      CREATE TRIGGER shares_gone AFTER DELETE ON person_group FOR EACH ROW EXECUTE FUNCTION document_share_holder_gone();
      -- Null: for documents of all streams.
      ALTER TABLE api_token ADD COLUMN streams text[]`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE api_token DROP COLUMN streams;
      DROP TRIGGER shares_gone ON unit;
      DROP TRIGGER shares_gone ON person_group;
      DROP FUNCTION document_share_holder_gone;
      DELETE FROM document_share WHERE holder_kind <> 'person';
      ALTER INDEX document_share_holder RENAME TO document_share_person;
      ALTER TABLE document_share DROP COLUMN holder_kind;
      ALTER TABLE document_share RENAME COLUMN holder_id TO person_id`);
  }
}
