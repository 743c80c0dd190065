import pg from 'pg';
import { load } from './load.js';
import type { Measured } from './measured.js';
import type { RawBound } from './pgbench.js';
import { clientBlock, numbered, type RawTransaction } from './raw-transaction.js';

/** Runs a transaction through pg alone, with prepared statements, `clients` connections and one statement at a time. */
export async function runBareDriver(
  url: string,
  transaction: RawTransaction,
  { clients, bound, block }: { clients: number; bound: RawBound; block: number },
): Promise<Measured> {
  const connections = await Promise.all(Array.from({ length: clients }, () => connected(url)));
  const statements = transaction.statements.map((statement, index) => ({
    name: `raw_${index}`,
    ...numbered(statement),
  }));
  try {
    return await load({ clients, warmUp: { count: 0 }, run: bound }, async (client, turn) => {
      // The same numbers as pgbench takes, whoever comes to them first.
      const id = block + (turn % clients) * clientBlock + Math.floor(turn / clients);
      const known: Record<string, string | number> = {
        ...transaction.constants,
        id,
      };
      for (const { name, text, names } of statements) {
        const values = names.map((key) => known[key]);
        await connections[client]?.query(values.length === 0 ? text : { name, text, values });
      }
    });
  } finally {
    await Promise.all(connections.map((connection) => connection.end()));
  }
}

async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client(url);
  await client.connect();
  return client;
}
