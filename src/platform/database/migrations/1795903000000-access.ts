import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Documents that levels of access do not reach, documents shared by name, and who has looked at confidential ones. */
export class Access1795903000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE document ADD COLUMN confidential boolean NOT NULL DEFAULT false;
      -- Apart from document_access: to take a share away takes nothing from those who take part in the route.
      CREATE TABLE document_share (
        id uuid PRIMARY KEY,
        document_id uuid NOT NULL REFERENCES document (id),
        person_id uuid NOT NULL,
        level text NOT NULL CHECK (level IN ('read', 'edit')),
        -- Null: until it is taken away.
        ends_at timestamptz,
        created_at timestamptz NOT NULL,
        created_by uuid NOT NULL,
        UNIQUE (document_id, person_id)
      );
      CREATE INDEX document_share_person ON document_share (person_id);
      -- When somebody's looking at a confidential document was last written to the audit log.
      CREATE TABLE confidential_read (
        document_id uuid NOT NULL REFERENCES document (id),
        person_id uuid NOT NULL,
        at timestamptz NOT NULL,
        PRIMARY KEY (document_id, person_id)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE confidential_read, document_share;
      ALTER TABLE document DROP COLUMN confidential`);
  }
}
