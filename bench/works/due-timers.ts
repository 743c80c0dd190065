import { setTimeout } from 'node:timers/promises';
import { copyRun } from '../data/copied-runs.js';
import type { Bench, Work } from '../frame/bench.js';
import { statement } from '../frame/databases.js';
import { expectStatus } from '../frame/http-connection.js';
import { withConnections } from '../frame/http-clients.js';
import { measured, type Measured } from '../frame/measured.js';
import { publishRoute } from './bench-routes.js';
import { registerContracts } from './contracts.js';

const timers = 10_000;
const limitSeconds = 60;
const patienceMs = 150_000;

/** Timers of as many runs have become due while the server was down: found, fired, and their runs stepped. */
export const dueTimers: Work = {
  key: 'due-timers',
  group: 'routes',
  title: `${timers.toLocaleString('en')} timers due at once, until all are fired and the next assignments issued`,
  async measure(bench) {
    const route = await publishRoute(bench, 'deadline');
    const run = await startOne(bench, route);
    bench.say(`Writing ${timers.toLocaleString('en')} runs whose timers are due`);
    const { productUrl } = bench.databases;
    await copyRun(productUrl, run, { count: timers, mark: 'b001', timerDue: 'now()' });
    const { answeredAt } = await bench.restart({});
    // The server and the database share this machine's clock.
    const own = await firing(bench, Date.now() - (performance.now() - answeredAt));
    await checkFired(bench);
    const aim = { throughput: timers / limitSeconds, p95ms: limitSeconds * 1000 };
    return [{ name: `${timers.toLocaleString('en')} timers due at once`, unit: 'timers/s', own, aim }];
  },
};

async function startOne(bench: Bench, route: string): Promise<string> {
  const [document] = await registerContracts(bench, 1);
  const token = await bench.token('admin');
  return withConnections(bench.product().url, 1, async ([connection]) => {
    const path = `/api/documents/${document}/runs`;
    const answer = await connection.send({ method: 'POST', path, token, body: JSON.stringify({ route }) });
    expectStatus(answer, 201, 'A start');
    return (JSON.parse(answer.body.toString()) as { id: string }).id;
  });
}

/** @param since epoch milliseconds from which the latencies count; the work ends with the last timer */
async function firing(bench: Bench, since: number): Promise<Measured> {
  const { productUrl } = bench.databases;
  const end = performance.now() + patienceMs;
  for (let left = timers; left > 0;) {
    if (performance.now() > end) throw new Error(`${left} timers have not fired in ${patienceMs / 1000} s.`);
    await setTimeout(500);
    const [row] = await statement<{ left: number }>(
      productUrl,
      'SELECT count(*)::int AS left FROM route_timer WHERE due_at <= now()',
    );
    left = row?.left ?? timers;
  }
  const fired = await statement<{ at: number }>(
    productUrl,
    `SELECT extract(epoch FROM at)::float8 * 1000 AS at FROM route_run_event WHERE event -> 0 ->> 'type' = 'timer'`,
  );
  const latencies = fired.map(({ at }) => at - since);
  return measured(
    latencies,
    latencies.reduce((longest, latency) => Math.max(longest, latency), 0),
  );
}

/** @throws Error when a timer has not taken its run on, or has done so twice */
async function checkFired(bench: Bench): Promise<void> {
  const [row] = await statement<{ issued: number; runs: number }>(
    bench.databases.productUrl,
    `SELECT count(*)::int AS issued, count(DISTINCT run_id)::int AS runs FROM assignment WHERE element = 'overdue' AND closed_at IS NULL`,
  );
  if (row?.issued !== timers || row.runs !== timers)
    throw new Error(`${timers} timers issued ${row?.issued} assignments in ${row?.runs} runs.`);
  bench.say(`Checked: each of ${timers} timers issued one assignment`);
}
