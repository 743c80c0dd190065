import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Ways to the documents of somebody who sees few of a large register, and to those of one status. */
export class RegisterIndexes1795814100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX document_author ON document (author_id, stream);
      CREATE INDEX document_unit ON document (unit_id, stream) WHERE unit_id IS NOT NULL;
      CREATE INDEX document_status ON document (stream, status, id);`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX document_author, document_unit, document_status');
  }
}
