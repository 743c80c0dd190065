import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measured, type Measured } from './measured.js';
import { clientBlock, type RawTransaction } from './raw-transaction.js';

export type RawBound = { readonly seconds: number } | { readonly count: number };

/** Whether pgbench is there. */
export const hasPgbench = spawnSync('pgbench', ['--version'], { stdio: 'ignore' }).status === 0;

/**
 * Runs a transaction through pgbench with prepared statements.
 * @param block the number of the first transaction of the first client
 * @throws Error with what pgbench said when a transaction fails
 */
export async function runPgbench(
  url: string,
  transaction: RawTransaction,
  { clients, bound, block }: { clients: number; bound: RawBound; block: number },
): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-pgbench-'));
  try {
    const script = join(folder, 'script.sql');
    writeFileSync(script, scriptOf(transaction));
    const constants = Object.entries({ ...transaction.constants, block: String(block), n: '-1' });
    const { hostname, port, username, password, pathname } = new URL(url);
    const limits =
      'seconds' in bound ? ['-T', String(bound.seconds)] : ['-t', String(Math.ceil(bound.count / clients))];
    const args = [
      ...['-n', '-M', 'prepared', '-c', String(clients), '-j', '1', ...limits, '-f', script],
      ...['-l', `--log-prefix=${join(folder, 'log')}`],
      ...constants.flatMap(([name, value]) => ['-D', `${name}=${value}`]),
      ...['-h', hostname, '-p', port, '-U', username, pathname.slice(1)],
    ];
    const said = await run(args, password);
    return measured(latencies(folder), timeOf(said, latencies(folder).length));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function scriptOf({ statements }: RawTransaction): string {
  const numbers = `\\set n :n + 1\n\\set id :block + :client_id * ${clientBlock} + :n\n`;
  return `${numbers}${statements.map((statement) => `${statement.replaceAll(/\s+/g, ' ').trim()};\n`).join('')}`;
}

/** Each line of the log begins with client, transaction number and microseconds. */
function latencies(folder: string): number[] {
  return readdirSync(folder)
    .filter((name) => name.startsWith('log'))
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').trim().split('\n'))
    .map((line) => Number(line.split(' ')[2]) / 1000);
}

/** pgbench tells the rate without the time that connecting took. */
function timeOf(said: string, count: number): number {
  const rate = Number(/^tps = ([\d.]+)/m.exec(said)?.[1]);
  if (!(rate > 0)) throw new Error(`pgbench told no rate:\n${said}`);
  return (count * 1000) / rate;
}

function run(args: readonly string[], password: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('pgbench', args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env.PATH, PGPASSWORD: password },
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.on('error', reject);
    child.on('exit', (code) => {
      if (code === 0 && !/aborted/.test(said)) resolve(said);
      else reject(new Error(`pgbench failed:\n${said.slice(-2000)}`));
    });
  });
}
