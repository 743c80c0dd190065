import type { Bench, Work } from '../frame/bench.js';
import { beside } from '../frame/beside.js';
import { statement } from '../frame/databases.js';
import { withConnections } from '../frame/http-clients.js';
import { expectStatus, type HttpCall, type HttpConnection } from '../frame/http-connection.js';
import { load } from '../frame/load.js';
import type { RawTransaction } from '../frame/raw-transaction.js';
import { prepareRuns, secondAssignment } from '../raw/prepared-runs.js';
import { constantsOf, sampleRows } from '../raw/sampled-rows.js';
import * as sql from '../raw/statements.js';
import { publishRoute } from './bench-routes.js';
import { registerContracts } from './contracts.js';
import { findings } from './findings.js';

const clients = 8;
const warmUp = 200;
const routes = 1000;
const rawRoutes = 1200;
const routeKey = 'bench/two-decisions';

const statements = [
  ...['BEGIN', sql.insertRun, sql.insertRunEvent(1), sql.insertAssignment(), sql.insertHistory, 'COMMIT'],
  ...['BEGIN', sql.lockRun, sql.updateRun('running'), sql.insertRunEvent(2), sql.closeAssignment()],
  ...[sql.insertAssignment(secondAssignment), sql.insertHistory, 'COMMIT'],
  ...['BEGIN', sql.lockRun, sql.updateRun('finished'), sql.insertRunEvent(3), sql.closeAssignment(secondAssignment)],
  ...[sql.insertHistory, 'COMMIT'],
];

/** A contract is sent along a route, decided by two people, to its end. */
export const route: Work = {
  key: 'route',
  title:
    'a whole route of two decisions over HTTP: started, first decision, inbox of the second person, second decision',
  async measure(bench) {
    await publishRoute(bench, 'two-decisions');
    bench.say(`Preparing ${warmUp + routes + 1} contracts`);
    const [first = '', ...documents] = await registerContracts(bench, warmUp + routes + 1);
    await withConnections(bench.product().url, 1, async ([connection]) => {
      if (connection) await wholeRoute(await people(bench), connection, first);
    });
    const rows = await sampleRows(bench.databases.productUrl, 'contracts', 'first');
    const raw: RawTransaction = { name: 'route', statements, constants: constantsOf(statements, rows) };
    const { rawUrl } = bench.databases;
    const each = rawRoutes / clients;
    const prepare = (block: number) => prepareRuns(rawUrl, rows, { clients, each, block, withoutRuns: true });
    const run = { url: rawUrl, clients, bound: { count: rawRoutes }, prepare };
    const measured = await beside(raw, run, () => follow(bench, documents));
    await checkFinished(bench, documents.length + 1);
    return findings('whole route of two decisions', 'routes/s', measured, { ratio: 0.2 });
  },
};

async function follow(bench: Bench, documents: readonly string[]): ReturnType<typeof load> {
  const tokens = await people(bench);
  return withConnections(bench.product().url, clients, (connections) =>
    load({ clients, warmUp: { count: warmUp }, run: { count: routes } }, async (client, turn) => {
      const connection = connections[client];
      if (connection) await wholeRoute(tokens, connection, documents[turn] ?? '');
    }),
  );
}

interface Tokens {
  readonly admin: string;
  readonly lawyer: string;
  readonly cfo: string;
}

async function people(bench: Bench): Promise<Tokens> {
  return { admin: await bench.token('admin'), lawyer: await bench.token('lawyer'), cfo: await bench.token('cfo') };
}

async function wholeRoute({ admin, lawyer, cfo }: Tokens, connection: HttpConnection, document: string): Promise<void> {
  const started = await answer<{ active: { assignments: { id: string }[] }[] }>(connection, 201, {
    ...{ method: 'POST', path: `/api/documents/${document}/runs`, token: admin },
    body: JSON.stringify({ route: routeKey }),
  });
  await complete(connection, lawyer, started.active[0]?.assignments[0]?.id);
  const path = `/api/assignments?mine=true&document=${document}`;
  const inbox = await answer<{ items: { id: string }[] }>(connection, 200, { method: 'GET', path, token: cfo });
  await complete(connection, cfo, inbox.items[0]?.id);
}

async function complete(connection: HttpConnection, token: string, assignment: string | undefined): Promise<void> {
  const path = `/api/assignments/${assignment}/complete`;
  await answer(connection, 200, { method: 'POST', path, token, body: JSON.stringify({ outcome: 'approve' }) });
}

async function answer<Body>(connection: HttpConnection, expected: number, call: HttpCall): Promise<Body> {
  const received = await connection.send(call);
  expectStatus(received, expected, `${call.method} ${call.path}`);
  return JSON.parse(received.body.toString()) as Body;
}

/** @throws Error when a route was followed to its end and its run is not finished */
async function checkFinished(bench: Bench, expected: number): Promise<void> {
  const [row] = await statement<{ finished: number }>(
    bench.databases.productUrl,
    `SELECT count(*)::int AS finished FROM route_run r WHERE route = $1 AND status = 'finished'
       AND (SELECT count(*) FROM assignment a WHERE a.run_id = r.id AND a.outcome = 'approve') = 2`,
    [routeKey],
  );
  if (row?.finished !== expected) throw new Error(`${expected} routes were followed, ${row?.finished} are finished.`);
  bench.say(`Checked: each of ${expected} runs is finished with two decisions`);
}
