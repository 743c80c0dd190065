import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { compileCard, type CompiledCard } from '../../src/streams/card/compile-card.js';
import { loadStreams } from '../../src/streams/definition/load-streams.js';
import { StreamIndexes } from '../../src/streams/definitions/stream-indexes.service.js';
import { compileFilter } from '../../src/streams/filter/compile-filter.js';
import { startStreamsApp, type StreamsApp } from './streams-app.js';

let running: StreamsApp | undefined;
let unitOfWork: UnitOfWork;
let indexes: StreamIndexes;
let clients: CompiledCard;

const query = <Row>(text: string, values: readonly unknown[] = []) => unitOfWork.read<Row>(text, values);
const oids = async () =>
  (
    await query<{ name: string; oid: number }>(
      `SELECT stxname AS name, oid FROM pg_statistic_ext WHERE stxrelid = 'document'::regclass ORDER BY stxname`,
    )
  ).map(({ name, oid }) => `${name} ${oid}`);

/** How many documents of that industry the planner expects. */
async function expected(industry: string): Promise<number> {
  const filter = compileFilter(clients, { and: [{ field: 'industry', op: 'eq', value: industry }] });
  if ('problems' in filter) throw new Error(JSON.stringify(filter.problems));
  const [row] = await query<{ 'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }] }>(
    `EXPLAIN (FORMAT JSON) SELECT 1 FROM document d WHERE ${filter.sql}`,
    filter.values,
  );
  return row?.['QUERY PLAN'][0].Plan['Plan Rows'] ?? Number.NaN;
}

beforeAll(async () => {
  running = await startStreamsApp();
  unitOfWork = running.app.get(UnitOfWork);
  indexes = running.app.get(StreamIndexes);
  const { definitions } = await loadStreams('streams');
  const found = definitions.find(({ definition }) => definition.key === 'clients');
  if (!found) throw new Error('The stream "clients" is missing.');
  clients = compileCard(found.definition);
  await query(
    `INSERT INTO document (id, stream, number, title, status, author_id, fields, search, created_at, updated_at)
     SELECT gen_random_uuid(), 'clients', n::text, n::text, 'active', gen_random_uuid(),
       jsonb_build_object('name', n::text, 'industry', CASE WHEN n % 2 = 0 THEN 'energy' ELSE 'food ' || n END), '', now(), now()
     FROM generate_series(1, 4000) AS n`,
  );
});

afterAll(() => running?.stop());

describe('statistics of fields', () => {
  it('tell the planner how common a value is, so that it walks the order for a page of a large register', async () => {
    await query('ANALYZE document');
    expect(await expected('energy')).toBeLessThan(200);
    expect(await indexes.ensure([clients])).toEqual([]);
    expect(await expected('energy')).toBeGreaterThan(1800);
    expect(await expected('energy')).toBeLessThan(2200);
    expect(await expected('food 17')).toBeLessThan(20);
  });

  it('are made once, anew when their expression changes, and go with their field', async () => {
    const first = await oids();
    expect(first.map((name) => name.split(' ')[0])).toContain('document_clients_industry_values');
    expect(await Promise.all([indexes.ensure([clients]), indexes.ensure([clients])])).toEqual([[], []]);
    expect(await oids()).toEqual(first);
    await query(`COMMENT ON STATISTICS document_clients_industry_values IS 'card: something else'`);
    await query('CREATE STATISTICS kept_by_hand ON stream, status FROM document');
    await indexes.ensure([clients]);
    const second = await oids();
    expect(second.filter((name) => !first.includes(name)).map((name) => name.split(' ')[0])).toEqual([
      'document_clients_industry_values',
      'kept_by_hand',
    ]);
    await indexes.ensure([]);
    expect((await oids()).map((name) => name.split(' ')[0])).toEqual(['kept_by_hand']);
  });
});
