import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Runs that have still to hear a signal: written when it is sent, taken away one by one with the step that heard it. */
export class SignalDeliveries1795811000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE route_signal_delivery (
        signal_id uuid NOT NULL,
        -- Those of one batch have one job together.
        batch int NOT NULL,
        run_id uuid NOT NULL REFERENCES route_run (id),
        PRIMARY KEY (signal_id, batch, run_id)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE route_signal_delivery');
  }
}
