import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { loadConfig } from '../../src/platform/config.js';
import { freePort } from '../../src/platform/database/embedded-postgres.js';
import { startMillrace } from '../../src/start-millrace.js';
import { signIn, type Api } from './api.js';
import { createTestDatabase, type TestDatabase } from './database.js';

export interface AppOptions {
  /** An existing migrated database, for a second process on the same data; absent: a fresh one, dropped by `stop`. */
  readonly databaseUrl?: string;
  /** Folder that holds streams/, routes/ and templates/; absent: this repository's. */
  readonly configurationDir?: string;
  /** Carry out jobs and read mailboxes in the same process; on unless said otherwise. */
  readonly worker?: boolean;
  /** The name of this machine in PUBLIC_URL, for browsers that want one: `localhost`. Absent: the number. */
  readonly publicName?: string;
  /** More environment variables of api.md, such as SMTP_URL and MAILBOX_URL. */
  readonly environment?: Readonly<Record<string, string>>;
}

export interface RunningApp {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly databaseUrl: string;
  /** Where this process keeps files, its outbox and its key; removed by `stop`. */
  readonly dataDir: string;
  /** For what cannot be seen over HTTP; prefer `api`. */
  readonly app: NestFastifyApplication;
  /** A client signed in as one of the demo people (`manager`, `lawyer`, …). */
  api(login: string): Promise<Api>;
  stop(): Promise<void>;
}

/** Boots the whole of Millrace with the demo organisation on a free port, on a database of its own. */
export async function startApp(options: AppOptions = {}): Promise<RunningApp> {
  const database = options.databaseUrl === undefined ? await createTestDatabase() : shared(options.databaseUrl);
  const dataDir = await mkdtemp(join(tmpdir(), 'millrace-data-'));
  const port = await freePort();
  const config = loadConfig({
    DATA_DIR: dataDir,
    DATABASE_URL: database.url,
    CONFIGURATION_DIR: options.configurationDir ?? resolve(import.meta.dirname, '../..'),
    PORT: String(port),
    ...(options.publicName === undefined ? {} : { PUBLIC_URL: `http://${options.publicName}:${port}` }),
    DEMO: 'true',
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'error',
    ...(process.env.CHROMIUM_PATH === undefined ? {} : { CHROMIUM_PATH: process.env.CHROMIUM_PATH }),
    ...options.environment,
  });
  const discard = async () => {
    await database.drop();
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    const running = await startMillrace(config, { web: true, worker: options.worker ?? true });
    const url = `http://127.0.0.1:${port}`;
    const stop = async () => {
      await running.stop();
      await discard();
    };
    return { url, databaseUrl: database.url, dataDir, app: running.app, api: (login) => signIn(url, login), stop };
  } catch (error) {
    await discard();
    throw error;
  }
}

/** A database of somebody else, which stays when this process stops. */
function shared(url: string): TestDatabase {
  return { url, drop: () => Promise.resolve() };
}
