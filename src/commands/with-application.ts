import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { buildApplication } from '../application.js';
import { loadConfig, type Config } from '../platform/config.js';
import { migrate } from '../platform/database/data-source.js';
import { ensureDatabase, startEmbeddedPostgres } from '../platform/database/embedded-postgres.js';

/**
 * Runs a command with the application on its database, without listening. The embedded server is started when nobody
 * has, and stopped again only then: a running Millrace keeps its database.
 */
export async function withApplication(
  work: (app: NestFastifyApplication, config: Config) => Promise<number>,
): Promise<number> {
  const config = { ...loadConfig(), logLevel: 'warn' as const };
  return withDatabase(config, async (url) => {
    await migrate(url);
    const app = await buildApplication(config, url);
    await app.init();
    try {
      return await work(app, config);
    } finally {
      await app.close();
    }
  });
}

/** Runs `work` with the connection string of the configured database. */
export async function withDatabase(config: Config, work: (url: string) => Promise<number>): Promise<number> {
  if (config.databaseUrl !== undefined) return work(config.databaseUrl);
  const server = await startEmbeddedPostgres({ directory: join(config.dataDir, 'postgres') });
  try {
    await ensureDatabase(server.adminUrl, 'millrace');
    return await work(server.url('millrace'));
  } finally {
    if (!server.wasRunning) await server.stop();
  }
}
