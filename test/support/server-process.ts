import { spawn, type ChildProcess } from 'node:child_process';
import { join, resolve } from 'node:path';
import { freePort } from '../../src/platform/database/embedded-postgres.js';
import { until } from './until.js';

/** What a process does: `main` answers and works, `web` only answers, `worker` only works. */
export type ProcessKind = 'main' | 'web' | 'worker';

/** How each is started. */
const commands: Readonly<Record<ProcessKind, readonly string[]>> = {
  main: ['main.js'],
  web: ['cli.js', 'start', '--web'],
  worker: ['worker.js'],
};

export interface ServerProcessOptions {
  readonly kind: ProcessKind;
  /** Where the compiled program is. */
  readonly folder: string;
  readonly databaseUrl: string;
  readonly dataDir: string;
  /** Without the demo organisation. */
  readonly empty?: boolean;
}

/** Millrace in a process of its own, which can be killed. */
export interface ServerProcess {
  /** Empty for a worker. */
  readonly url: string;
  /** What it printed until it was ready. */
  readonly printed: string;
  /** Ends it at once, as a power cut would. */
  kill(): Promise<void>;
  /** Ends it in order. */
  stop(): Promise<void>;
}

/** Starts a process and waits until it is ready. @throws Error with what it said when it ends before that */
export async function startServerProcess(options: ServerProcessOptions): Promise<ServerProcess> {
  const port = await freePort();
  const [program = '', ...parts] = commands[options.kind];
  const child = spawn(process.execPath, [join(options.folder, program), ...parts], {
    cwd: options.dataDir,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      NODE_ENV: 'test',
      DATABASE_URL: options.databaseUrl,
      DATA_DIR: options.dataDir,
      CONFIGURATION_DIR: resolve(import.meta.dirname, '../..'),
      PORT: String(port),
      DEMO: options.empty ? 'false' : 'true',
      LOG_LEVEL: 'error',
    },
  });
  let said = '';
  const hear = (chunk: Buffer) => (said = (said + chunk.toString('utf8')).slice(-10_000));
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  await until(
    `the ${options.kind} process is ready`,
    () => {
      if (child.exitCode !== null) throw new Error(`It ended with code ${child.exitCode}:\n${said}`);
      return Promise.resolve(said.includes('is ready') || undefined);
    },
    { within: 120_000 },
  ).catch(async (error: unknown) => {
    await end(child, 'SIGKILL');
    throw new Error(`The ${options.kind} process did not become ready. It said:\n${said}`, { cause: error });
  });
  const url = options.kind === 'worker' ? '' : `http://127.0.0.1:${port}`;
  return { url, printed: said, kill: () => end(child, 'SIGKILL'), stop: () => end(child, 'SIGTERM') };
}

async function end(child: ChildProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((done) => child.once('exit', done));
  child.kill(signal);
  await ended;
}
