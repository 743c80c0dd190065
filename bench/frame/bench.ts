import { join } from 'node:path';
import pg from 'pg';
import { insertClients } from '../data/clients.js';
import type { Databases } from './databases.js';
import { statement } from './databases.js';
import { expectStatus, HttpConnection } from './http-connection.js';
import { startProduct, type Product } from './product.js';
import type { Finding } from './result.js';

/** Something that is measured; `npm run bench -- KEY` measures it alone. */
export interface Work {
  readonly key: string;
  /** Works with a group in common are measured together by its name. */
  readonly group?: string;
  /** What it measures, in one line. */
  readonly title: string;
  measure(bench: Bench): Promise<Finding[]>;
}

/** What a work has at hand. */
export interface Bench {
  readonly databases: Databases;
  readonly say: (line: string) => void;
  /** The running server. */
  product(): Product;
  /** Stops the server and starts it with more environment variables. */
  restart(environment: Readonly<Record<string, string>>): Promise<Product>;
  /** A bearer token of one of the demo people. */
  token(login: string): Promise<string>;
  stop(): Promise<void>;
}

/**
 * Brings up everything: the schema and the configuration through the server itself, the clients, a copy of it all for
 * raw statements, and the server again.
 */
export async function startBench(
  databases: Databases,
  say: (line: string) => void,
  { clients, profileDir }: { clients: number; profileDir: string | undefined },
): Promise<Bench> {
  const dataDir = join(databases.folder, 'data');
  const start = (environment: Readonly<Record<string, string>> = {}): Promise<Product> =>
    startProduct({ databaseUrl: databases.productUrl, dataDir, environment, profileDir });
  say('Preparing the database: schema, configuration, demo organisation');
  await (await startProduct({ databaseUrl: databases.productUrl, dataDir })).stop();
  say(`Preparing the database: ${clients.toLocaleString('en')} clients`);
  await fillClients(databases.productUrl, clients);
  await databases.copyForRaw();
  let running = await start();
  const tokens = new Map<string, string>();
  return {
    databases,
    say,
    product: () => running,
    restart: async (environment) => {
      await running.stop();
      running = await start(environment);
      return running;
    },
    token: async (login) => {
      const known = tokens.get(login) ?? (await signIn(running.url, login));
      tokens.set(login, known);
      return known;
    },
    stop: () => running.stop(),
  };
}

async function fillClients(url: string, count: number): Promise<void> {
  const people = await statement<{ id: string }>(
    url,
    `SELECT id FROM person WHERE login IN ('manager', 'manager2', 'clerk') ORDER BY login DESC`,
  );
  const [second, first, author] = people.map(({ id }) => id);
  const client = new pg.Client(url);
  await client.connect();
  try {
    await client.query(`SET maintenance_work_mem = '1GB'`);
    // Filling an index row by row takes ten times as long as building it over the rows.
    const { rows: indexes } = await client.query<{ name: string; sql: string }>(
      `SELECT i.relname AS name, pg_get_indexdef(i.oid) AS sql FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid
       WHERE x.indrelid = 'document'::regclass AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.oid)`,
    );
    for (const { name } of indexes) await client.query(`DROP INDEX ${client.escapeIdentifier(name)}`);
    await client.query(insertClients, [count, first, second, author]);
    for (const { sql } of indexes) await client.query(sql);
    await client.query(
      `INSERT INTO register_counter (register, period, last) VALUES ('clients', '', $1)
       ON CONFLICT (register, period) DO UPDATE SET last = excluded.last`,
      [count],
    );
    await client.query('VACUUM ANALYZE');
    await client.query('CHECKPOINT');
  } finally {
    await client.end();
  }
}

async function signIn(url: string, login: string): Promise<string> {
  const connection = await HttpConnection.open(url);
  try {
    const body = JSON.stringify({ login, password: 'demo' });
    const answer = await connection.send({ method: 'POST', path: '/api/session', token: '', body });
    expectStatus(answer, answer.status === 200 ? 200 : 201, `Signing in as ${login}`);
    return (JSON.parse(answer.body.toString()) as { token: string }).token;
  } finally {
    connection.close();
  }
}
