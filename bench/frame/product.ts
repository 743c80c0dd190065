import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { freePort } from '../../src/platform/database/embedded-postgres.js';
import { HttpConnection } from './http-connection.js';

/** The repository's folder, which holds the built server and the configuration. */
export const root = resolve(import.meta.dirname, '../..');

export interface ProductOptions {
  readonly databaseUrl: string;
  readonly dataDir: string;
  /** More environment variables, such as MAILBOX_URL. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Folder for a CPU profile, written when the server ends. */
  readonly profileDir?: string | undefined;
}

/** A running server, in a process of its own. */
export interface Product {
  readonly url: string;
  /** When it first answered, as `performance.now()` tells; mailboxes are read from this moment on. */
  readonly answeredAt: number;
  stop(): Promise<void>;
}

const startLimitMs = 90_000;
const stopLimitMs = 20_000;

/**
 * Starts the built server on a free port and waits until it answers.
 * @throws Error with what it said when it ends or does not answer
 */
export async function startProduct(options: ProductOptions): Promise<Product> {
  mkdirSync(options.dataDir, { recursive: true });
  const port = await freePort();
  const profile = options.profileDir === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${options.profileDir}`];
  const child = spawn(process.execPath, [...profile, join(root, 'dist', 'main.js')], {
    cwd: options.dataDir,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      ...(process.env.CHROMIUM_PATH === undefined ? {} : { CHROMIUM_PATH: process.env.CHROMIUM_PATH }),
      NODE_ENV: 'production',
      DATABASE_URL: options.databaseUrl,
      DATA_DIR: options.dataDir,
      CONFIGURATION_DIR: root,
      PORT: String(port),
      DEMO: 'true',
      LOG_LEVEL: 'warn',
      ...options.environment,
    },
  });
  const said = collect(child);
  try {
    const url = `http://127.0.0.1:${port}`;
    await untilAnswering(url, child, said);
    const answeredAt = performance.now();
    await untilReady(child, said);
    return { url, answeredAt, stop: () => stop(child) };
  } catch (error) {
    await stop(child);
    throw error;
  }
}

function collect(child: ChildProcess): () => string {
  let said = '';
  const take = (chunk: Buffer): void => {
    said = (said + chunk.toString('utf8')).slice(-20_000);
  };
  child.stdout?.on('data', take);
  child.stderr?.on('data', take);
  return () => said;
}

async function untilAnswering(url: string, child: ChildProcess, said: () => string): Promise<void> {
  await until(child, said, async () => {
    const connection = await HttpConnection.open(url).catch(() => undefined);
    connection?.close();
    return connection !== undefined;
  });
}

async function untilReady(child: ChildProcess, said: () => string): Promise<void> {
  await until(child, said, async () => said().includes('Millrace is ready'));
}

async function until(child: ChildProcess, said: () => string, look: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + startLimitMs;
  while (!(await look())) {
    if (child.exitCode !== null) throw new Error(`The server ended with code ${child.exitCode}:\n${said()}`);
    if (performance.now() > end) throw new Error(`The server did not start in ${startLimitMs / 1000} s:\n${said()}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const limit = setTimeout(() => child.kill('SIGKILL'), stopLimitMs);
  await ended;
  clearTimeout(limit);
}
