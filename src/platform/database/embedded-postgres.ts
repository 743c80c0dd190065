import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { placeForServer, serverAccount, type ServerAccount, type ServerPlace } from './server-account.js';

/** A PostgreSQL server that this program started, or found still running from an earlier start. */
export interface EmbeddedServer {
  /** Connection string of the server's `postgres` database. */
  readonly adminUrl: string;
  /** Connection string of `database`, which must exist. */
  url(database: string): string;
  /** True when the server ran already: of another process, or left over from one that was killed. */
  readonly wasRunning: boolean;
  /** Stops the server (fast shutdown). */
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  /** Folder for the cluster; created when missing. */
  readonly directory: string;
  /** Extra server settings, `name=value`. */
  readonly settings?: readonly string[];
  /** Told what takes long. */
  readonly say?: (line: string) => void;
}

const baseSettings = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'max_connections=200',
  'shared_buffers=256MB',
  'timezone=UTC',
  'log_timezone=UTC',
];

/**
 * Starts PostgreSQL from the binaries in node_modules on a free port of 127.0.0.1 and answers how to reach it.
 * The first start creates the cluster. A server that survived its program is recognised and used again.
 * @throws Error that names the folder and what to type when the server cannot be started
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const say = options.say ?? (() => undefined);
  const account = serverAccount();
  const place = placeForServer(options.directory, account, say);
  const password = clusterPassword(options.directory);
  if (!existsSync(join(place.data, 'PG_VERSION'))) {
    say(`Creating the database cluster in ${place.data}`);
    await createCluster(place, account, password);
  }
  const running = await survivor(place, password);
  const port = running ?? (await start(place, account, options.settings ?? [], say));
  const url = (database: string) => `postgres://millrace:${password}@127.0.0.1:${port}/${database}`;
  await untilAnswering(url('postgres'));
  return {
    adminUrl: url('postgres'),
    url,
    wasRunning: running !== undefined,
    stop: async () => {
      await run(place.binaries.pgCtl, ['stop', '-D', place.data, '-m', 'fast', '-w'], account);
    },
  };
}

/** Creates `database` with the collation rules of the product unless it exists. */
export async function ensureDatabase(adminUrl: string, database: string): Promise<void> {
  const client = new pg.Client(adminUrl);
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [database]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(database)}`);
  } finally {
    await client.end();
  }
}

function clusterPassword(directory: string): string {
  mkdirSync(directory, { recursive: true, mode: 0o755 });
  const path = join(directory, 'password');
  if (!existsSync(path)) writeFileSync(path, randomBytes(24).toString('hex'), { mode: 0o600 });
  return readFileSync(path, 'utf8').trim();
}

async function createCluster(place: ServerPlace, account: ServerAccount, password: string): Promise<void> {
  const passwordFile = join(tmpdir(), `millrace-initdb-${randomBytes(8).toString('hex')}`);
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600, flag: 'wx' });
  if (account.uid !== undefined && account.gid !== undefined) chownSync(passwordFile, account.uid, account.gid);
  const flags = ['--username=millrace', '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
  try {
    await run(
      place.binaries.initdb,
      [`--pgdata=${place.data}`, ...flags, '--encoding=UTF8', '--locale=C.UTF-8'],
      account,
    );
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

/** The port of a server that still runs on this cluster, proved by asking it for its data folder. */
async function survivor(place: ServerPlace, password: string): Promise<number | undefined> {
  const pidFile = join(place.data, 'postmaster.pid');
  if (!existsSync(pidFile)) return undefined;
  const port = Number(readFileSync(pidFile, 'utf8').split('\n')[3]);
  if (!Number.isInteger(port) || port <= 0) return undefined;
  const client = new pg.Client(`postgres://millrace:${password}@127.0.0.1:${port}/postgres`);
  try {
    await client.connect();
    const { rows } = await client.query<{ data_directory: string }>('SHOW data_directory');
    return rows[0]?.data_directory === place.data ? port : undefined;
  } catch {
    return undefined;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function start(
  place: ServerPlace,
  account: ServerAccount,
  settings: readonly string[],
  say: (line: string) => void,
): Promise<number> {
  const port = await freePort();
  const assignments = [...baseSettings, `port=${port}`, ...settings].map((setting) => `-c ${quoted(setting)}`);
  const log = join(place.data, 'server.log');
  // After a kill of the postmaster its shared memory may be held for some seconds by dying children.
  for (let attempt = 1; ; attempt += 1) {
    try {
      await run(
        place.binaries.pgCtl,
        ['start', '-D', place.data, '-l', log, '-w', '-t', '60', '-o', assignments.join(' ')],
        account,
      );
      return port;
    } catch (error) {
      if (attempt === 5) throw new Error(`PostgreSQL did not start: ${(error as Error).message} See ${log}.`);
      say(`PostgreSQL is not ready yet, trying again (${attempt} of 5)`);
      await new Promise((resolve) => setTimeout(resolve, 1000 * attempt));
    }
  }
}

function quoted(setting: string): string {
  return `'${setting.replaceAll("'", "'\\''")}'`;
}

async function untilAnswering(url: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const client = new pg.Client(url);
    try {
      await client.connect();
      return;
    } catch (error) {
      if (attempt === 50) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}

/** A TCP port of 127.0.0.1 that nobody listens on at this moment. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

function run(program: string, args: readonly string[], account: ServerAccount): Promise<void> {
  return new Promise((resolve, reject) => {
    // The server inherits the pipes of pg_ctl, so only the exit of pg_ctl itself ends the wait; output goes to a file.
    const child = spawn(program, args, { ...account, cwd: '/', stdio: ['ignore', 'ignore', 'pipe'] });
    let errors = '';
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString('utf8')));
    child.on('error', reject);
    child.on('exit', (code) => {
      child.stderr.destroy();
      if (code === 0) resolve();
      else reject(new Error(`${program.split('/').at(-1)} ended with code ${code}. ${errors.trim()}`));
    });
  });
}
