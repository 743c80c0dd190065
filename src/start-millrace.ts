import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { buildApplication } from './application.js';
import { noteMigrations } from './configuration/note-migrations.js';
import { PublishConfiguration } from './configuration/publish-configuration.js';
import { systemActor } from './organisation/directory/actors.js';
import { Directory } from './organisation/directory/directory.js';
import { seedDemoOrganisation } from './organisation/demo/seed-demo-organisation.js';
import { FirstRun } from './organisation/first-run/first-run.js';
import { AuditLog } from './platform/audit/audit-log.js';
import type { Config } from './platform/config.js';
import { migrate } from './platform/database/data-source.js';
import { ensureDatabase, startEmbeddedPostgres, type EmbeddedServer } from './platform/database/embedded-postgres.js';
import { UnitOfWork } from './platform/database/unit-of-work.js';
import { JobRunner } from './platform/jobs/job-runner.js';
import { MailboxReaders } from './intake/sources/mailbox/mailbox-readers.js';

/** What one process does: answer HTTP, carry out jobs and read mailboxes, or both. */
export interface Parts {
  readonly web: boolean;
  readonly worker: boolean;
}

export interface RunningMillrace {
  readonly app: NestFastifyApplication;
  /** Where it answers; undefined for a process that is a worker only. */
  readonly url: string | undefined;
  readonly databaseUrl: string;
  /** Where the first administrator is made, while there are no people; good once. */
  readonly firstRunLink: string | undefined;
  /** Ends requests, jobs, mail connections, browser and the embedded database, in this order. */
  stop(): Promise<void>;
}

/**
 * Starts Millrace: database, migrations, configuration, demo data when asked for, then the parts.
 * @param say is told what takes long
 */
export async function startMillrace(
  config: Config,
  parts: Parts,
  say: (line: string) => void = () => undefined,
): Promise<RunningMillrace> {
  const database = await openDatabase(config, say);
  try {
    say('Bringing the database schema up to date');
    await migrate(database.url);
    const app = await buildApplication(config, database.url);
    const { url, firstRunLink } = await startParts(app, config, parts, say);
    const stop = async () => {
      await app.close();
      await database.server?.stop();
    };
    return { app, url, databaseUrl: database.url, firstRunLink, stop };
  } catch (error) {
    await database.server?.stop().catch(() => undefined);
    throw error;
  }
}

async function startParts(
  app: NestFastifyApplication,
  config: Config,
  parts: Parts,
  say: (line: string) => void,
): Promise<Pick<RunningMillrace, 'url' | 'firstRunLink'>> {
  try {
    await app.init();
    await prepare(app, config, say);
    const url = parts.web ? await listen(app, config) : undefined;
    if (parts.worker) {
      await app.get(JobRunner).start();
      await app.get(MailboxReaders).start();
    }
    return { url, firstRunLink: parts.web ? await linkOfFirstRun(app, config) : undefined };
  } catch (error) {
    await app.close().catch(() => undefined);
    throw error;
  }
}

async function openDatabase(
  config: Config,
  say: (line: string) => void,
): Promise<{ url: string; server: EmbeddedServer | undefined }> {
  if (config.databaseUrl !== undefined) return { url: config.databaseUrl, server: undefined };
  const directory = join(config.dataDir, 'postgres');
  mkdirSync(directory, { recursive: true, mode: 0o755 });
  say('Starting the embedded PostgreSQL');
  const server = await startEmbeddedPostgres({ directory, say });
  await ensureDatabase(server.adminUrl, 'millrace');
  return { url: server.url('millrace'), server };
}

async function prepare(app: NestFastifyApplication, config: Config, say: (line: string) => void): Promise<void> {
  await app.get(UnitOfWork).run(systemActor, (context) => noteMigrations(app.get(AuditLog), context));
  if (config.demo) {
    say('Seeing to the demo organisation');
    await app.get(UnitOfWork).run(systemActor, (context) => seedDemoOrganisation(context));
    await app.get(Directory).reload();
  }
  const { problems } = await app.get(PublishConfiguration).fromFolder(config.configurationDir);
  for (const problem of problems) say(problem);
  if (problems.length > 0)
    say('The versions published before stay in force. "millrace config check" shows this again.');
}

async function linkOfFirstRun(app: NestFastifyApplication, config: Config): Promise<string | undefined> {
  const firstRun = app.get(FirstRun);
  if (!(await firstRun.isNeeded())) return undefined;
  const path = await app.get(UnitOfWork).run(systemActor, (context) => firstRun.link(context));
  return `${config.publicUrl}${path}`;
}

async function listen(app: NestFastifyApplication, config: Config): Promise<string> {
  try {
    await app.listen(config.port, config.host);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') {
      throw new Error(`Port ${config.port} is taken. Choose another: PORT=${config.port + 1} npm start`, {
        cause: error,
      });
    }
    throw error;
  }
  const address = app.getHttpServer().address() as { port: number };
  return `http://${config.host}:${address.port}`;
}
