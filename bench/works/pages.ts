import { join } from 'node:path';
import pg from 'pg';
import { documentSelection } from '../../src/documents/document-row.js';
import { compileCard, type CompiledCard } from '../../src/streams/card/compile-card.js';
import { loadStreams } from '../../src/streams/definition/load-streams.js';
import { compileFilter } from '../../src/streams/filter/compile-filter.js';
import { compileSort, type CompiledSort } from '../../src/streams/filter/compile-sort.js';
import { industries, searchedPart } from '../data/clients.js';
import type { Bench, Work } from '../frame/bench.js';
import { withConnections } from '../frame/http-clients.js';
import { expectStatus } from '../frame/http-connection.js';
import { load } from '../frame/load.js';
import { average, type Measured } from '../frame/measured.js';
import { root } from '../frame/product.js';
import type { Finding } from '../frame/result.js';

interface Page {
  readonly name: string;
  /** What is asked for, different for each `index`. */
  asked(index: number): Asked;
}

interface Asked {
  readonly q?: string;
  readonly filter?: { readonly and: readonly { field: string; op: string; value: unknown }[] };
  readonly sort?: string;
  readonly count?: boolean;
}

const limit = 50;
const seconds = 4;
const warmUp = 20;

const industry = (index: number) => ({ field: 'industry', op: 'eq', value: industries[index % industries.length] });
const active = { field: 'status', op: 'eq', value: 'active' };

const kinds: readonly Page[] = [
  {
    name: 'filtered and sorted by name',
    asked: (index) => ({ filter: { and: [industry(index), active] }, sort: 'name' }),
  },
  {
    name: 'filtered and sorted by name, with the count',
    asked: (index) => ({ filter: { and: [industry(index), active] }, sort: 'name', count: true }),
  },
  {
    name: 'name contains a part, sorted by name',
    asked: (index) => ({
      filter: { and: [{ field: 'name', op: 'contains', value: searchedPart(index) }] },
      sort: 'name',
    }),
  },
  { name: 'searched by a part of the name', asked: (index) => ({ q: searchedPart(index), sort: 'name' }) },
];

/** Pages of the register of clients, asked for by one person who sees all of them. */
export const registerPages: Work = {
  key: 'pages',
  title: `pages of ${limit} of the register of clients at one client: filtered, sorted, counted, searched`,
  async measure(bench) {
    const card = await clientsCard();
    const found: Finding[] = [];
    for (const kind of kinds) {
      const before = await raw(bench, card, kind);
      const own = await overHttp(bench, kind);
      const after = await raw(bench, card, kind);
      const aim = { ratio: 0.5, p95ms: 10 };
      found.push({ name: `page of clients: ${kind.name}`, unit: 'pages/s', own, raw: average(before, after), aim });
    }
    return found;
  },
};

async function overHttp(bench: Bench, kind: Page): Promise<Measured> {
  const token = await bench.token('clerk');
  return withConnections(bench.product().url, 1, ([connection]) =>
    load({ clients: 1, warmUp: { count: warmUp }, run: { seconds } }, async (_, turn) => {
      const { filter, q, sort, count } = kind.asked(turn);
      const query = new URLSearchParams({
        limit: String(limit),
        ...(q === undefined ? {} : { q }),
        ...(sort === undefined ? {} : { sort }),
        ...(filter === undefined ? {} : { filter: JSON.stringify(filter) }),
        ...(count ? { count: 'true' } : {}),
      });
      const path = `/api/streams/clients/documents?${query}`;
      const answer = await connection?.send({ method: 'GET', path, token });
      if (answer) expectStatus(answer, 200, path);
    }),
  );
}

/** The same pages by statements alone, over one connection. */
async function raw(bench: Bench, card: CompiledCard, kind: Page): Promise<Measured> {
  const client = new pg.Client(bench.databases.rawUrl);
  await client.connect();
  try {
    return await load({ clients: 1, warmUp: { count: warmUp }, run: { seconds } }, async (_, turn) => {
      for (const { text, values } of statementsFor(card, kind.asked(turn))) await client.query(text, values);
    });
  } finally {
    await client.end();
  }
}

function statementsFor(card: CompiledCard, { filter, q, sort, count }: Asked): { text: string; values: unknown[] }[] {
  const compiled = compileFilter(card, filter);
  const order = compileSort(card, sort);
  if ('problems' in compiled || 'problems' in order) throw new Error('The filter or the order of a page is malformed.');
  const values = [...compiled.values];
  const searched = q === undefined ? '' : ` AND d.search LIKE search_form($${values.push(`%${q}%`)})`;
  const where = compiled.sql + searched;
  const byTrigram = compiled.byTrigram || q !== undefined;
  const text = byTrigram ? gathered(where, order) : `${selected} FROM document d WHERE ${where}`;
  const page = { text: `${text} ORDER BY ${order.orderBy} LIMIT ${limit + 1}`, values };
  if (!count) return [page];
  const counted = `SELECT count(*)::int AS count FROM (SELECT 1 FROM document d WHERE ${where} LIMIT 10001) found`;
  return [page, { text: counted, values }];
}

const selected = `SELECT ${documentSelection}`;

/** Matches first, then the page of them, then its documents. */
function gathered(where: string, { keys }: CompiledSort): string {
  const columns = keys.map(({ expression }, index) => `${expression} AS key${index}`).join(', ');
  const order = keys.map(({ direction }, index) => `key${index} ${direction}`).join(', ');
  return `WITH matched AS MATERIALIZED (SELECT d.id, ${columns} FROM document d WHERE ${where}),
      page AS MATERIALIZED (SELECT id FROM matched ORDER BY ${order} LIMIT ${limit + 1})
    ${selected} FROM page JOIN document d USING (id)`;
}

async function clientsCard(): Promise<CompiledCard> {
  const { definitions } = await loadStreams(join(root, 'streams'));
  const found = definitions.find(({ definition }) => definition.key === 'clients');
  if (!found) throw new Error('The stream "clients" is not among the definitions.');
  return compileCard(found.definition);
}
