import { requestCard } from '../data/request-card.js';
import { beside } from '../frame/beside.js';
import type { Bench, Work } from '../frame/bench.js';
import { statement } from '../frame/databases.js';
import { expectStatus } from '../frame/http-connection.js';
import { withConnections } from '../frame/http-clients.js';
import { load } from '../frame/load.js';
import type { RawTransaction } from '../frame/raw-transaction.js';
import { insertAssignment, insertDocument, insertHistory, insertRun } from '../raw/statements.js';
import { constantsOf, sampleRows } from '../raw/sampled-rows.js';
import { findings } from './findings.js';

const clients = 8;
const seconds = 8;
const statements = ['BEGIN', insertDocument, insertHistory, insertRun, insertAssignment(), 'COMMIT'];

/** An order of a client comes in over the API: everything up to the first assignment. */
export const registration: Work = {
  key: 'registration',
  title: 'registration over HTTP: card and access checked, number, history, route started, first assignment',
  async measure(bench) {
    const token = await bench.token('clerk');
    const register = (run: { warmUp: number; seconds: number }) =>
      withConnections(bench.product().url, clients, (connections) =>
        load({ clients, warmUp: { seconds: run.warmUp }, run: { seconds: run.seconds } }, async (client, turn) => {
          const body = JSON.stringify({ fields: requestCard(cards.next + turn) });
          cards.last = Math.max(cards.last, cards.next + turn);
          const path = '/api/streams/requests/documents';
          const answer = await connections[client].send({ method: 'POST', path, token, body });
          expectStatus(answer, 201, 'Registration');
        }).finally(() => (cards.next = cards.last + 1)),
      );
    const cards = { next: 1, last: 0 };
    const began = await countRegistered(bench);
    await register({ warmUp: 1, seconds: 1 });
    const rows = await sampleRows(bench.databases.productUrl, 'requests', 'firstContact');
    const raw: RawTransaction = { name: 'registration', statements, constants: constantsOf(statements, rows) };
    const run = { url: bench.databases.rawUrl, clients, bound: { seconds: seconds / 2 } };
    const measured = await beside(raw, run, () => register({ warmUp: 3, seconds }));
    await checkComplete(bench, cards.last, began);
    return findings('registration', 'documents/s', measured, { ratio: 0.5 });
  },
};

async function countRegistered({ databases }: Bench): Promise<number> {
  const [row] = await statement<{ count: number }>(
    databases.productUrl,
    `SELECT count(*)::int AS count FROM document WHERE stream = 'requests'`,
  );
  return row?.count ?? 0;
}

/** @throws Error when an answered registration left less behind than it should */
async function checkComplete(bench: Bench, answered: number, before: number): Promise<void> {
  const [row] = await statement<{ documents: number; complete: number }>(
    bench.databases.productUrl,
    `SELECT count(*)::int AS documents, count(*) FILTER (WHERE
       EXISTS (SELECT 1 FROM document_history h WHERE h.document_id = d.id AND h.event = 'document.registered')
       AND EXISTS (SELECT 1 FROM route_run r JOIN assignment a ON a.run_id = r.id WHERE r.document_id = d.id))::int AS complete
     FROM document d WHERE d.stream = 'requests'`,
  );
  const documents = (row?.documents ?? 0) - before;
  if (documents !== answered || (row?.complete ?? 0) !== documents)
    throw new Error(
      `${answered} registrations were answered; ${documents} documents exist, ${row?.complete ?? 0} complete.`,
    );
  bench.say(`Checked: each of ${documents} documents has its history, its run and its assignment`);
}
