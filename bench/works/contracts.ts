import { contractCard } from '../data/contract-card.js';
import type { Bench } from '../frame/bench.js';
import { statement } from '../frame/databases.js';
import { withConnections } from '../frame/http-clients.js';
import { expectStatus } from '../frame/http-connection.js';
import { load } from '../frame/load.js';

let made = 0;

/** Registers `count` contracts over HTTP, on a route when one is named; answers their ids. */
export async function registerContracts(bench: Bench, count: number, route?: string): Promise<string[]> {
  const token = await bench.token('admin');
  const [client] = await statement<{ id: string }>(
    bench.databases.productUrl,
    `SELECT id FROM document WHERE stream = 'clients' ORDER BY id LIMIT 1`,
  );
  const ids: string[] = [];
  await withConnections(bench.product().url, 8, (connections) =>
    load({ clients: 8, warmUp: { count: 0 }, run: { count } }, async (index, turn) => {
      const connection = connections[index];
      if (!connection) return;
      const body = JSON.stringify({ fields: contractCard(made + turn, client?.id ?? '') });
      const registered = await connection.send({
        method: 'POST',
        path: '/api/streams/contracts/documents',
        token,
        body,
      });
      expectStatus(registered, 201, 'Registering a contract');
      const { id } = JSON.parse(registered.body.toString()) as { id: string };
      ids.push(id);
      if (route === undefined) return;
      const path = `/api/documents/${id}/runs`;
      expectStatus(
        await connection.send({ method: 'POST', path, token, body: JSON.stringify({ route }) }),
        201,
        'Starting',
      );
    }),
  );
  made += count;
  return ids;
}
