import { beside } from '../frame/beside.js';
import type { Bench, Work } from '../frame/bench.js';
import { statement } from '../frame/databases.js';
import { withConnections } from '../frame/http-clients.js';
import { expectStatus } from '../frame/http-connection.js';
import { load } from '../frame/load.js';
import type { RawTransaction } from '../frame/raw-transaction.js';
import { constantsOf, sampleRows } from '../raw/sampled-rows.js';
import * as sql from '../raw/statements.js';
import { prepareRuns, secondAssignment } from '../raw/prepared-runs.js';
import { registerContracts } from './contracts.js';
import { findings } from './findings.js';

const clients = 8;
const warmUp = 400;
const decisions = 2400;
const rawDecisions = 1600;

const statements = [
  'BEGIN',
  sql.lockRun,
  sql.updateRun('running'),
  sql.insertRunEvent(2),
  sql.closeAssignment(),
  sql.insertAssignment(secondAssignment),
  sql.insertHistory,
  'COMMIT',
];

/** The lawyer approves a contract, and the CFO's assignment is issued. */
export const decision: Work = {
  key: 'decision',
  group: 'routes',
  title: 'decision over HTTP: run locked, assignment closed, route stepped, next assignment issued',
  async measure(bench) {
    bench.say(`Preparing ${warmUp + decisions} contracts that wait for the lawyer`);
    await registerContracts(bench, warmUp + decisions, 'sales/contract-approval');
    const waiting = await waitingAt(bench, 'legal');
    const decided = (await waitingAt(bench, 'finance')).length;
    const rows = await sampleRows(bench.databases.productUrl, 'contracts', 'legal');
    const raw: RawTransaction = { name: 'decision', statements, constants: constantsOf(statements, rows) };
    const { rawUrl } = bench.databases;
    const prepare = (block: number) => prepareRuns(rawUrl, rows, { clients, each: rawDecisions / clients, block });
    const run = { url: rawUrl, clients, bound: { count: rawDecisions }, prepare };
    const measured = await beside(raw, run, () => decide(bench, waiting, { warmUp }));
    await checkIssued(bench, decided + waiting.length);
    return findings('decision', 'decisions/s', measured, { ratio: 0.5 });
  },
};

/** The lawyer approves what waits for them, over HTTP; the first `warmUp` of it is not measured. */
export async function decide(
  bench: Bench,
  waiting: readonly string[],
  bound: { warmUp: number },
): ReturnType<typeof load> {
  const token = await bench.token('lawyer');
  const body = JSON.stringify({ outcome: 'approve' });
  const count = waiting.length - bound.warmUp;
  return withConnections(bench.product().url, clients, (connections) =>
    load({ clients, warmUp: { count: bound.warmUp }, run: { count } }, async (client, turn) => {
      const path = `/api/assignments/${waiting[turn]}/complete`;
      const answer = await connections[client]?.send({ method: 'POST', path, token, body });
      if (answer) expectStatus(answer, 200, 'A decision');
    }),
  );
}

/** The open assignments of a step, in the order of their issue. */
export async function waitingAt({ databases }: Bench, element: string): Promise<string[]> {
  const rows = await statement<{ id: string }>(
    databases.productUrl,
    'SELECT id FROM assignment WHERE element = $1 AND closed_at IS NULL ORDER BY id',
    [element],
  );
  return rows.map(({ id }) => id);
}

/** @throws Error when a decision was answered and the next assignment is not there */
export async function checkIssued(bench: Bench, expected: number): Promise<void> {
  const issued = await waitingAt(bench, 'finance');
  if (issued.length !== expected) throw new Error(`${expected} decisions issued ${issued.length} assignments.`);
  bench.say(`Checked: each of ${expected} decisions issued the next assignment`);
}
