import { beside } from '../frame/beside.js';
import type { Bench, Work } from '../frame/bench.js';
import { statement } from '../frame/databases.js';
import { withConnections } from '../frame/http-clients.js';
import { expectStatus } from '../frame/http-connection.js';
import { load } from '../frame/load.js';
import type { RawTransaction } from '../frame/raw-transaction.js';
import { prepareRuns } from '../raw/prepared-runs.js';
import { constantsOf, sampleRows } from '../raw/sampled-rows.js';
import * as sql from '../raw/statements.js';
import { publishRoute } from './bench-routes.js';
import { registerContracts } from './contracts.js';
import { findings } from './findings.js';

const clients = 8;
const warmUp = 200;
const starts = 1200;
const rawStarts = 1600;

const statements = ['BEGIN', sql.insertRun, sql.insertRunEvent(1), sql.insertAssignment(), sql.insertHistory, 'COMMIT'];

/** A person sends a contract along a route, and the first assignment is issued. */
export const start: Work = {
  key: 'start',
  group: 'routes',
  title: 'start of a route over HTTP until its first assignment is issued',
  async measure(bench) {
    const route = await publishRoute(bench, 'two-decisions');
    bench.say(`Preparing ${warmUp + starts + 1} contracts`);
    const [first = '', ...documents] = await registerContracts(bench, warmUp + starts + 1);
    await startAll(bench, route, [first], { warmUp: 0 });
    const rows = await sampleRows(bench.databases.productUrl, 'contracts', 'first');
    const raw: RawTransaction = { name: 'start', statements, constants: constantsOf(statements, rows) };
    const { rawUrl } = bench.databases;
    const prepare = (block: number) =>
      prepareRuns(rawUrl, rows, { clients, each: rawStarts / clients, block, withoutRuns: true });
    const run = { url: rawUrl, clients, bound: { count: rawStarts }, prepare };
    const measured = await beside(raw, run, () => startAll(bench, route, documents, { warmUp }));
    await checkStarted(bench, [first, ...documents]);
    return findings('start until the first assignment', 'starts/s', measured, { ratio: 0.5 });
  },
};

async function startAll(
  bench: Bench,
  route: string,
  documents: readonly string[],
  bound: { warmUp: number },
): ReturnType<typeof load> {
  const token = await bench.token('admin');
  const body = JSON.stringify({ route });
  const count = documents.length - bound.warmUp;
  return withConnections(bench.product().url, clients, (connections) =>
    load({ clients, warmUp: { count: bound.warmUp }, run: { count } }, async (client, turn) => {
      const path = `/api/documents/${documents[turn]}/runs`;
      const answer = await connections[client]?.send({ method: 'POST', path, token, body });
      if (answer) expectStatus(answer, 201, 'A start');
    }),
  );
}

/** @throws Error when a start was answered and its assignment is not there */
async function checkStarted(bench: Bench, documents: readonly string[]): Promise<void> {
  const [row] = await statement<{ issued: number }>(
    bench.databases.productUrl,
    `SELECT count(*)::int AS issued FROM assignment WHERE document_id = ANY ($1) AND element = 'first'`,
    [documents],
  );
  if (row?.issued !== documents.length)
    throw new Error(`${documents.length} starts issued ${row?.issued} assignments.`);
  bench.say(`Checked: each of ${documents.length} starts issued its first assignment`);
}
