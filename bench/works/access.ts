import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { StreamDefinition } from '../../src/streams/definition/stream-definition.js';
import { addLargeOrganisation, manyRules } from '../data/large-organisation.js';
import type { Bench, Work } from '../frame/bench.js';
import { withConnections } from '../frame/http-clients.js';
import { expectStatus } from '../frame/http-connection.js';
import { load } from '../frame/load.js';
import { average, type Measured } from '../frame/measured.js';
import type { Finding } from '../frame/result.js';

const size = { people: 5_000, units: 500, rules: 200 };
const limit = 50;
const seconds = 4;
const warmUp = 20;

interface Person {
  readonly login: string;
  readonly name: string;
}

const persons: readonly Person[] = [
  { login: 'bench-low', name: 'whoever sees a few of their own' },
  { login: 'bench-mid', name: 'whoever reads by ten rules with conditions' },
  { login: 'manager', name: 'whoever sees a third of all, as their own' },
];

const pages = [
  { name: 'the newest', query: '' },
  { name: 'sorted by name', query: '&sort=name' },
  { name: 'counted', query: '&count=true' },
];

/** What the scope of access costs: the page of an administrator, who has none, is the limit. */
export const access: Work = {
  key: 'access',
  title: `a page of ${limit} of the register of clients in an organisation of ${size.people} people, ${size.units} units and ${size.rules} rules, beside an administrator's page`,
  async measure(bench) {
    bench.say(`Preparing the database: ${size.people} people, ${size.units} units, ${size.rules} rules`);
    const version = await prepare(bench);
    try {
      await inForce(bench, version);
      const found: Finding[] = [];
      for (const page of pages)
        for (const person of persons) {
          const before = await measurePage(bench, 'admin', page.query);
          const own = await measurePage(bench, person.login, page.query);
          const raw = average(before, await measurePage(bench, 'admin', page.query));
          const name = `page of clients, ${page.name}: ${person.name}, beside an administrator`;
          // One and a half times the page of an administrator.
          found.push({ name, unit: 'pages/s', own, raw, aim: { ratio: 1 / 1.5 } });
        }
      return found;
    } finally {
      // A start publishes the definitions of the files again.
      await bench.restart({});
    }
  },
};

async function measurePage(bench: Bench, login: string, query: string): Promise<Measured> {
  const token = await bench.token(login);
  return withConnections(bench.product().url, 1, ([connection]) =>
    load({ clients: 1, warmUp: { count: warmUp }, run: { seconds } }, async () => {
      const path = `/api/streams/clients/documents?limit=${limit}${query}`;
      const answer = await connection?.send({ method: 'GET', path, token });
      if (answer) expectStatus(answer, 200, path);
    }),
  );
}

/** Fills the organisation and publishes the rules; answers the version of the stream. */
async function prepare(bench: Bench): Promise<number> {
  const client = new pg.Client(bench.databases.productUrl);
  await client.connect();
  try {
    await addLargeOrganisation(client, size);
    const { rows } = await client.query<{ version: number; definition: StreamDefinition }>(
      `SELECT version, definition FROM stream_definition WHERE key = 'clients' ORDER BY version DESC LIMIT 1`,
    );
    const [latest] = rows;
    if (!latest) throw new Error('The stream "clients" is not published.');
    const version = latest.version + 1;
    const definition = { ...latest.definition, access: [...latest.definition.access, ...manyRules(size.rules)] };
    await client.query(
      `INSERT INTO stream_definition (key, version, hash, definition, published_at) VALUES ('clients', $1, 'bench', $2, now())`,
      [version, JSON.stringify(definition)],
    );
    return version;
  } finally {
    await client.end();
  }
}

/** The server hears of a new version a moment after it was published. */
async function inForce(bench: Bench, version: number): Promise<void> {
  const token = await bench.token('admin');
  for (let tries = 0; tries < 100; tries += 1) {
    const answer = await fetch(new URL('/api/streams/clients', bench.product().url), {
      headers: { authorization: `Bearer ${token}` },
    });
    if (((await answer.json()) as { version: number }).version === version) return;
    await sleep(100);
  }
  throw new Error('The rules of the measurement did not come into force.');
}
