import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { ensureDatabase, startEmbeddedPostgres } from '../../src/platform/database/embedded-postgres.js';

/** A PostgreSQL server of our own, as durable as the product's: fsync and synchronous commit are on. */
export interface Databases {
  /** A folder that is removed with everything below it. */
  readonly folder: string;
  readonly productUrl: string;
  /** A copy of the product's database, for raw statements; exists after `copyForRaw`. */
  readonly rawUrl: string;
  readonly version: string;
  /** Copies the product's database; nobody may be connected to it. */
  copyForRaw(): Promise<void>;
  stop(): Promise<void>;
}

export async function startDatabases(say: (line: string) => void): Promise<Databases> {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-bench-'));
  // The server may run under another account, which must reach its cluster.
  chmodSync(folder, 0o755);
  const directory = join(folder, 'postgres');
  mkdirSync(directory, { mode: 0o755 });
  const server = await startEmbeddedPostgres({ directory, say });
  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => {
    stopped ??= server
      .stop()
      .finally(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }));
    return stopped;
  };
  try {
    await ensureDatabase(server.adminUrl, 'millrace');
    const version = await checkDurable(server.adminUrl);
    return {
      folder,
      productUrl: server.url('millrace'),
      rawUrl: server.url('raw'),
      version,
      copyForRaw: () =>
        statement(server.adminUrl, 'CREATE DATABASE raw TEMPLATE millrace STRATEGY file_copy').then(() => undefined),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Runs one statement on a connection of its own. */
export async function statement<Row extends pg.QueryResultRow>(
  url: string,
  text: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query<Row>(text, values)).rows;
  } finally {
    await client.end();
  }
}

/** @throws Error when the server would measure something that no office could use */
async function checkDurable(url: string): Promise<string> {
  const [row] = await statement<{ version: string; durable: boolean }>(
    url,
    `SELECT current_setting('server_version') AS version, bool_and(setting = 'on') AS durable
     FROM pg_settings WHERE name IN ('fsync', 'synchronous_commit', 'full_page_writes')`,
  );
  if (!row?.durable) throw new Error('The server runs with fsync, synchronous_commit or full_page_writes off.');
  return row.version;
}
