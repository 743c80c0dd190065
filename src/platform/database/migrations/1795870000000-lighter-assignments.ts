import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Takes from the way of a decision what helps no question: most assignments have nobody who controls them, so an index of
 * controllers need not hold them; and what is only carried, never asked for, need not be sampled and sorted each time the
 * database looks at how its tables have grown.
 */
export class LighterAssignments1795870000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await this.run(runner, `controller_id IS NOT NULL AND ${watched}`, 0);
  }

  async down(runner: QueryRunner): Promise<void> {
    await this.run(runner, watched, -1);
  }

  private async run(runner: QueryRunner, condition: string, statistics: number): Promise<void> {
    await runner.query('DROP INDEX assignment_controlled');
    await runner.query(`CREATE INDEX assignment_controlled ON assignment (controller_id) WHERE ${condition}`);
    for (const [table, columns] of Object.entries(carried)) {
      const changes = columns.map((column) => `ALTER COLUMN ${column} SET STATISTICS ${statistics}`);
      await runner.query(`ALTER TABLE ${table} ${changes.join(', ')}`);
    }
  }
}

const watched = `state IN ('created', 'ready', 'reserved', 'in-progress', 'suspended', 'returned', 'reported')`;

const carried = {
  assignment: ['step', 'instruction', 'outcomes', 'due_because'],
  document: ['source'],
  document_history: ['detail'],
  notice: ['detail'],
  notification: ['params'],
  route_run: ['state', 'called_versions'],
  route_run_event: ['event', 'trail'],
};
