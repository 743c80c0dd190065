import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startBench, type Work } from './frame/bench.js';
import { startDatabases } from './frame/databases.js';
import { root } from './frame/product.js';
import { judge, machine, table, toResult, type Finding, type Result } from './frame/result.js';
import { access } from './works/access.js';
import { decision } from './works/decision.js';
import { dueTimers } from './works/due-timers.js';
import { engine } from './works/engine.js';
import { letters } from './works/letters.js';
import { pdf } from './works/pdf.js';
import { registerPages } from './works/pages.js';
import { registration } from './works/registration.js';
import { route } from './works/route.js';
import { start } from './works/start.js';
import { waitingRuns } from './works/waiting-runs.js';
import { web } from './works/web.js';

/** In the order in which they are measured. */
const works: readonly Work[] = [
  ...[engine, registration, start, decision, route, dueTimers, waitingRuns],
  ...[registerPages, pdf, letters, web, access],
];

const usage = `npm run bench [-- [--clients N] [--profile] NAME…]

Measures each work beside its raw limit and writes bench/results.json.
  --clients N   client organisations in the database (300000)
  --profile     also writes a CPU profile of the server to data/bench-profile (it costs some speed)

${works.map(({ key, title }) => `  ${key.padEnd(14)}${title}`).join('\n')}
  routes        those of them that are about routes: ${works
    .filter(({ group }) => group === 'routes')
    .map(({ key }) => key)
    .join(', ')}`;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      clients: { type: 'string', default: '300000' },
      profile: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const unknown = positionals.filter((name) => !works.some((work) => isNamed(work, name)));
  const clients = Number(values.clients);
  if (values.help || unknown.length > 0 || !Number.isInteger(clients) || clients < 1000) {
    console.log(unknown.length > 0 ? `There is no work "${unknown.join('", "')}".\n\n${usage}` : usage);
    return values.help ? 0 : 1;
  }
  const chosen =
    positionals.length === 0 ? works : works.filter((work) => positionals.some((name) => isNamed(work, name)));
  const profileDir = values.profile ? join(root, 'data', 'bench-profile') : undefined;
  if (profileDir !== undefined) mkdirSync(profileDir, { recursive: true });
  return measureAll(chosen, { clients, profileDir });
}

async function measureAll(
  chosen: readonly Work[],
  options: { clients: number; profileDir: string | undefined },
): Promise<number> {
  const began = performance.now();
  const say = (line: string): void => console.log(`${clock(performance.now() - began)}  ${line}`);
  const databases = await startDatabases(say);
  const found: { finding: Finding; at: Date }[] = [];
  let failures = 0;
  let interrupted = false;
  // Without its database the work in hand fails, and everything is stopped on the way out.
  const interrupt = (): void => {
    interrupted = true;
    say('Interrupted; stopping everything');
    databases.stop().catch((error: unknown) => console.error(error));
  };
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  try {
    const bench = await startBench(databases, say, options);
    try {
      for (const work of chosen) {
        if (interrupted) break;
        say(`Measuring ${work.title}`);
        try {
          // A profile covers the life of a process.
          if (options.profileDir !== undefined) await bench.restart({});
          const measured = await work.measure(bench);
          found.push(...measured.map((finding) => ({ finding, at: new Date() })));
        } catch (error) {
          failures += 1;
          if (!interrupted) console.error(`${work.key} could not be measured:`, error);
        }
      }
    } finally {
      await bench.stop();
    }
  } finally {
    await databases.stop();
  }
  if (found.length > 0) report(found, databases.version);
  return failures === 0 ? 0 : 1;
}

function report(found: readonly { finding: Finding; at: Date }[], databaseVersion: string): void {
  const on = machine(databaseVersion);
  const path = join(root, 'bench', 'results.json');
  const results = found.map(({ finding, at }) => toResult(finding, on, at));
  writeFileSync(path, `${JSON.stringify(merged(earlier(path), results), null, 2)}\n`);
  const findings = found.map(({ finding }) => finding);
  const missed = findings.filter((finding) => judge(finding).reached === false);
  console.log(`\n${on}\n\n${table(findings)}\n`);
  console.log(missed.length === 0 ? 'Every aim was reached.' : `${missed.length} of the aims were missed.`);
  console.log(`Written to ${path}`);
}

function isNamed({ key, group }: Work, name: string): boolean {
  return name === key || name === group;
}

/** What earlier runs found; nothing when the file is missing or damaged. */
function earlier(path: string): Result[] {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Result[];
  } catch {
    return [];
  }
}

/** A run of some works replaces their results and leaves those of the others, each with its own time and machine. */
function merged(before: readonly Result[], now: readonly Result[]): Result[] {
  const names = new Set(now.map(({ name }) => name));
  return [...before.filter(({ name }) => !names.has(name)), ...now];
}

/** "1:05" */
function clock(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

process.exitCode = await main();
