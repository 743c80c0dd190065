import { DataSource, type DataSourceOptions } from 'typeorm';
import { Backbone1795348800000 } from './migrations/1795348800000-backbone.js';

/** Migrations in the order in which they are applied. The schema changes in no other way. */
export const migrations = [Backbone1795348800000];

/** Connection settings shared by the program, the command line and the tests. */
export function dataSourceOptions(url: string, connections: number): DataSourceOptions {
  return {
    type: 'postgres',
    url,
    migrations,
    migrationsTableName: 'schema_migration',
    synchronize: false,
    logging: ['error'],
    // `pipeline` lets the statements of one transaction travel without waiting for each other's answers.
    extra: { max: connections, pipeline: true, application_name: 'millrace', idleTimeoutMillis: 30_000 },
  };
}

/** Applies all pending migrations, and the job library's own; answers the names of ours that ran. */
export async function migrate(url: string): Promise<string[]> {
  const { runMigrations } = await import('graphile-worker');
  const dataSource = new DataSource({ ...dataSourceOptions(url, 2), logging: false });
  await dataSource.initialize();
  try {
    const done = await dataSource.runMigrations({ transaction: 'each' });
    await runMigrations({ connectionString: url });
    return done.map((migration) => migration.name);
  } finally {
    await dataSource.destroy();
  }
}
