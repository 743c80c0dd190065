import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What people leave as it is: decisions that have lapsed, messages that nobody came to wait for. */
export class Mending1795901000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE assignment ADD COLUMN lapse_dismissed_at timestamptz;
      CREATE INDEX assignment_lapsed ON assignment (lapsed_at) WHERE lapsed_at IS NOT NULL AND lapse_dismissed_at IS NULL;
      ALTER TABLE route_message DROP CONSTRAINT route_message_state_check,
        ADD CONSTRAINT route_message_state_check CHECK (state IN ('waiting', 'delivered', 'expired', 'dismissed'));
      CREATE INDEX route_message_expired ON route_message (sent_at) WHERE state = 'expired';`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX route_message_expired, assignment_lapsed;
      UPDATE route_message SET state = 'expired' WHERE state = 'dismissed';
      ALTER TABLE route_message DROP CONSTRAINT route_message_state_check,
        ADD CONSTRAINT route_message_state_check CHECK (state IN ('waiting', 'delivered', 'expired'));
      ALTER TABLE assignment DROP COLUMN lapse_dismissed_at;`);
  }
}
