import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { systemActor } from '../../src/organisation/directory/actors.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { newId } from '../../src/platform/ids.js';
import type { CardValues } from '../../src/streams/card/card-scope.js';
import { loadStreams } from '../../src/streams/definition/load-streams.js';
import type { LoadedDefinition } from '../../src/streams/definition/parse-stream.js';
import { parseStream } from '../../src/streams/definition/parse-stream.js';
import { publishStreams } from '../../src/streams/definitions/publish-streams.js';
import { StreamIndexes } from '../../src/streams/definitions/stream-indexes.service.js';
import { StreamRegistry } from '../../src/streams/definitions/stream-registry.service.js';
import { compileFilter } from '../../src/streams/filter/compile-filter.js';
import { compileSort, conditionsAfter } from '../../src/streams/filter/compile-sort.js';
import { until } from '../support/until.js';
import { startStreamsApp, type StreamsApp } from './streams-app.js';

let app: NestFastifyApplication;
let stop: StreamsApp['stop'] | undefined;
let unitOfWork: UnitOfWork;
let streams: StreamRegistry;
let indexes: StreamIndexes;
let sales: LoadedDefinition[];

const publish = (definitions: readonly LoadedDefinition[]) =>
  unitOfWork.run(systemActor, ({ tx, now }) => publishStreams(tx, now, definitions));
const query = <Row>(text: string, values: readonly unknown[] = []) => unitOfWork.read<Row>(text, values);

const things = (fields: string, key = 'things'): LoadedDefinition => {
  const result = parseStream(
    `
key: ${key}
name: Things
document: Thing
numbering: { register: ${key}, pattern: 'T-{counter}', period: never }
title: '{name}'
statuses: [{ key: new, name: New }, { key: old, name: Old }]
initial: new
access: [{ role: manager, verbs: [read], scope: company }]
fields:
  - { key: name, name: Name, type: text, maxLength: 100, sortable: true, searchable: true }
${fields}`,
    `test/${key}.yaml`,
  );
  if ('problems' in result) throw new Error(JSON.stringify(result.problems));
  return result.definition;
};

async function insert(stream: string, fields: CardValues, status = 'new', flags = '[]'): Promise<string> {
  const id = newId();
  await query(
    `INSERT INTO document (id, stream, number, title, status, author_id, fields, flags, search, created_at, updated_at)
     VALUES ($1, $2, $1::uuid::text, $3, $4, $5, $6, $7, '', now(), now())`,
    [id, stream, String(fields.name ?? ''), status, systemActor.id, JSON.stringify(fields), flags],
  );
  return id;
}

beforeAll(async () => {
  ({ app, stop } = await startStreamsApp());
  unitOfWork = app.get(UnitOfWork);
  streams = app.get(StreamRegistry);
  indexes = app.get(StreamIndexes);
  const loaded = await loadStreams('streams');
  expect(loaded.problems).toEqual([]);
  sales = loaded.definitions;
});

afterAll(() => stop?.());

describe('publishing', () => {
  it('writes a version only where something changed, and every process hears of it', async () => {
    expect((await publish(sales)).sort()).toEqual(['clients', 'contracts', 'invoices', 'requests', 'works']);
    expect(await publish(sales)).toEqual([]);
    await until('the streams are known', () => streams.all().length === 5);
    const before = streams.get('clients');
    expect(await publish([things('')])).toEqual(['things']);
    expect(await publish([things('  - { key: size, name: Size, type: number, sortable: true }')])).toEqual(['things']);
    await until('the second version is known', () => streams.version('things') === 2);
    expect(streams.get('things').field('size')).toBeDefined();
    expect(streams.get('clients')).toBe(before);
    expect(() => streams.get('nothing')).toThrow('There is no stream "nothing".');
  });

  it('keeps the working version when a newer one cannot be compiled', async () => {
    await query(`INSERT INTO stream_definition VALUES ('things', 3, 'x', '{"key": "things"}', now())`);
    await streams.refresh();
    expect(streams.get('things').field('size')).toBeDefined();
    await query(`DELETE FROM stream_definition WHERE key = 'things' AND version = 3`);
  });
});

describe('indexes', () => {
  const names = async () =>
    (await query<{ name: string }>(`SELECT indexname AS name FROM pg_indexes WHERE tablename = 'document'`)).map(
      ({ name }) => name,
    );

  it('come with the cards, change with them and go with them', async () => {
    const others = await names();
    expect(await indexes.ensure(streams.all())).toEqual([]);
    const first = await names();
    expect(first).toEqual(expect.arrayContaining([...others, 'document_clients_taxNumber_unique']));
    const oid = () => query(`SELECT oid FROM pg_class WHERE relname = 'document_things_size_order'`);
    const made = await oid();
    await insert('things', { name: 'a', size: 'x10' });
    expect(await Promise.all([indexes.ensure(streams.all()), indexes.ensure(streams.all())])).toEqual([[], []]);
    expect(await oid()).toEqual(made);
    await publish([things('  - { key: size, name: Size, type: text, sortable: true }')]);
    await streams.refresh();
    expect(await indexes.ensure(streams.all())).toEqual([]);
    expect(await oid()).not.toEqual(made);
    expect(await indexes.ensure(streams.all().filter(({ stream }) => stream !== 'things'))).toEqual([]);
    expect((await names()).filter((name) => name.includes('things'))).toEqual([]);
    expect(await names()).toEqual(expect.arrayContaining(others));
  });

  it('tell what stands in the way of uniqueness', async () => {
    await publish([things('  - { key: code, name: Code, type: text, unique: true }')]);
    await streams.refresh();
    await insert('things', { name: 'b', code: 'same' });
    const twin = await insert('things', { name: 'c', code: 'same' });
    const [failure] = await indexes.ensure(streams.all());
    expect(failure).toContain('document_things_code_unique could not be made');
    await query('DELETE FROM document WHERE id = $1', [twin]);
    expect(await indexes.ensure(streams.all())).toEqual([]);
    await expect(insert('things', { name: 'd', code: 'same' })).rejects.toThrow('document_things_code_unique');
    await insert('clients', { name: 'e', code: 'same' });
  });
});

describe('filters and orders', () => {
  const fields = `
  - { key: size, name: Size, type: number, filterable: true, sortable: true }
  - { key: price, name: Price, type: money, currency: EUR, filterable: true, sortable: true }
  - { key: due, name: Due, type: date, filterable: true }
  - { key: at, name: At, type: datetime, filterable: true }
  - { key: done, name: Done, type: boolean, filterable: true }
  - { key: kind, name: Kind, type: choice, filterable: true, options: [{ key: a, name: A }, { key: b, name: B }] }
  - { key: tags, name: Tags, type: choice, many: true, options: [{ key: x_1, name: X }, { key: xy1, name: Y }] }
  - { key: phone, name: Phone, type: phone, countries: [LT], filterable: true }
  - { key: text, name: Text, type: longtext }
  - key: rows
    name: Rows
    type: table
    columns: [{ key: name, name: Name, type: text }]`;
  const documents = [
    { name: 'Ąžuolas', size: 10, price: '5', due: '2026-01-31', done: true, kind: 'a', tags: ['x_1'], text: '50% off' },
    { name: 'azalea', size: 9, price: { amount: '5', currency: 'USD' }, due: '2026-02-01', done: false, kind: 'b' },
    { name: 'Žolė', size: -1.5, price: '1000', at: '2026-03-01T10:00Z', tags: ['xy1'], text: '500 off' },
    { name: 'Берёза', phone: '8 612 34567', rows: [{ name: 'r' }] },
    { name: 'Łąka' },
    {},
  ];
  const find = async (filter: unknown, sort = 'name') => {
    const card = streams.get('flora');
    const where = compileFilter(card, filter);
    const order = compileSort(card, sort);
    if ('problems' in where) return where.problems.map(({ path, code }) => `${path} ${code}`);
    if ('problems' in order) return order.problems.map(({ path, code }) => `${path} ${code}`);
    const rows = await query<{ name: string }>(
      `SELECT d.fields->>'name' AS name FROM document d WHERE ${where.sql} ORDER BY ${order.orderBy}`,
      where.values,
    );
    return rows.map(({ name }) => name);
  };

  beforeAll(async () => {
    await publish([things(fields, 'flora')]);
    await streams.refresh();
    await indexes.ensure(streams.all());
    const card = streams.get('flora');
    for (const [index, document] of documents.entries()) {
      const { values, problems } = card.check(document, { mode: 'register' });
      expect(problems).toEqual([]);
      await insert('flora', values, index === 1 ? 'old' : 'new', index === 4 ? '[{"path": ""}]' : '[]');
    }
  });

  const one = (field: string, op: string, value?: unknown) => ({ and: [{ field, op, value }] });
  it.each<[unknown, unknown[]]>([
    [undefined, ['azalea', 'Ąžuolas', 'Łąka', 'Žolė', 'Берёза', null]],
    [one('name', 'eq', 'Žolė'), ['Žolė']],
    [one('name', 'ne', 'Žolė'), ['azalea', 'Ąžuolas', 'Łąka', 'Берёза', null]],
    [one('name', 'contains', 'ЁЗ'), ['Берёза']],
    [one('name', 'starts', 'AZ'), ['azalea']],
    [one('name', 'empty', true), [null]],
    [one('name', 'gt', 'm'), ['Žolė', 'Берёза']],
    [one('size', 'lt', '9,5'), ['azalea', 'Žolė']],
    [one('size', 'in', [9, 10]), ['azalea', 'Ąžuolas']],
    [one('size', 'empty', false), ['azalea', 'Ąžuolas', 'Žolė']],
    [one('price', 'ge', '5'), ['azalea', 'Ąžuolas', 'Žolė']],
    [one('price', 'eq', { amount: '5.00', currency: 'EUR' }), ['Ąžuolas']],
    [one('due', 'le', '31.01.2026'), ['Ąžuolas']],
    [one('at', 'ge', '2026-03-01T12:00:00+02:00'), ['Žolė']],
    [one('done', 'eq', false), ['azalea']],
    [one('kind', 'in', ['a', 'B']), ['azalea', 'Ąžuolas']],
    [one('tags', 'contains', 'x_1'), ['Ąžuolas']],
    [one('phone', 'eq', '+370 612 34567'), ['Берёза']],
    [one('text', 'contains', '50%'), ['Ąžuolas']],
    [one('rows', 'empty', false), ['Берёза']],
    [one('status', 'eq', 'old'), ['azalea']],
    [one('flagged', 'eq', true), ['Łąka']],
    [one('responsible', 'empty'), ['azalea', 'Ąžuolas', 'Łąka', 'Žolė', 'Берёза', null]],
    [one('createdAt', 'gt', '2020-01-01'), ['azalea', 'Ąžuolas', 'Łąka', 'Žolė', 'Берёза', null]],
    [{ and: [...one('size', 'gt', 0).and, ...one('done', 'eq', true).and] }, ['Ąžuolas']],
    [{ and: [] }, ['azalea', 'Ąžuolas', 'Łąka', 'Žolė', 'Берёза', null]],
    [{ or: [] }, ['filter filter']],
    [[], ['filter filter']],
    [one('nothing', 'eq', 1), ['filter.and[0].field unknown-field']],
    [one('rows', 'eq', 1), ['filter.and[0].op operator']],
    [one('size', 'like', 1), ['filter.and[0].op operator']],
    [one('size', 'eq', "1'; DROP TABLE document"), ['filter.and[0].value not-a-number']],
    [one('size', 'in', [1, 'x']), ['filter.and[0].value[1] not-a-number']],
    [one('name', 'eq', null), ['filter.and[0].value required']],
    [one('responsible', 'eq', 'me'), ['filter.and[0].value not-a-person']],
  ])('%j', async (filter, expected) => expect(await find(filter)).toEqual(expected));

  it.each(['name', '-name', 'size', '-size', 'price', 'status,-name', '-status,size', 'createdAt', '-createdAt', ''])(
    'pages through the order "%s" and meets every document once',
    async (sort) => {
      const card = streams.get('flora');
      const where = compileFilter(card, undefined);
      const order = compileSort(card, sort);
      if ('problems' in where || 'problems' in order) throw new Error('refused');
      const columns = order.keys.map(({ expression }, index) => `(${expression})::text AS k${index}`).join(', ');
      const page = async (condition: string, values: readonly unknown[], limit: number) =>
        query<Record<string, string | null>>(
          `SELECT d.id, ${columns} FROM document d WHERE ${where.sql} AND ${condition} ORDER BY ${order.orderBy} LIMIT ${limit}`,
          values,
        );
      const whole = (await page('true', [], 100)).map(({ id }) => id);
      const met: (string | null | undefined)[] = [];
      let rows = await page('true', [], 2);
      while (rows.length > 0) {
        met.push(...rows.map(({ id }) => id));
        const last = rows.at(-1) ?? {};
        const keys = order.keys.map((_, index) => last[`k${index}`] ?? null);
        rows = [];
        for (const { sql, values } of conditionsAfter(order, keys, 1))
          if (rows.length < 2) rows.push(...(await page(sql, values, 2 - rows.length)));
      }
      expect(met).toEqual(whole);
      expect(new Set(met).size).toBe(documents.length);
    },
  );

  it('uses the indexes', async () => {
    const plan = async (filter: unknown, sort: string) => {
      const card = streams.get('flora');
      const where = compileFilter(card, filter);
      const order = compileSort(card, sort);
      if ('problems' in where || 'problems' in order) throw new Error('refused');
      return unitOfWork.run(systemActor, async ({ tx }) => {
        await tx.query('SET LOCAL enable_seqscan = off');
        await tx.query('SET LOCAL enable_sort = off');
        const text = `EXPLAIN SELECT d.id FROM document d WHERE ${where.sql} ORDER BY ${order.orderBy} LIMIT 50`;
        const rows = await tx.query<{ 'QUERY PLAN': string }>(text, where.values);
        return rows.map((row) => row['QUERY PLAN']).join('\n');
      });
    };
    expect(await plan(undefined, 'name')).toContain('document_flora_name_order');
    expect(await plan(undefined, '-price')).toContain('Backward using document_flora_price_order');
    expect(await plan(one('size', 'gt', 1), 'size')).toMatch(/document_flora_size_order[^]*Index Cond/);
    expect(await plan(one('phone', 'eq', '8 612 34567'), 'phone')).toMatch(/document_flora_phone_order[^]*Index Cond/);
  });

  it('refuses an order that makes no sense', async () => {
    for (const sort of ['rows', 'text', 'nothing', 'a,b,c,d', 'responsible; DROP TABLE document'])
      expect((await find(undefined, sort))[0]).toContain('sort ');
  });
});

describe('the API', () => {
  const get = async (url: string, login?: string) => {
    const inject = app.inject.bind(app);
    const signedIn =
      login && (await inject({ method: 'POST', url: '/api/session', payload: { login, password: 'demo' } }));
    const token = signedIn ? signedIn.json<{ token: string }>().token : undefined;
    const answer = await inject({ method: 'GET', url, headers: token ? { authorization: `Bearer ${token}` } : {} });
    return { status: answer.statusCode, body: answer.json<Record<string, never>>() };
  };

  it('shows each what concerns them', async () => {
    const keys = async (login: string) => {
      const { items } = (await get('/api/streams', login)).body as unknown as { items: { key: string }[] };
      return items.map(({ key }) => key).filter((key) => sales.some(({ definition }) => definition.key === key));
    };
    expect(await keys('manager')).toEqual(['clients', 'contracts', 'invoices', 'requests', 'works']);
    expect(await keys('warehouse')).toEqual(['invoices', 'requests']);
    expect((await get('/api/streams/contracts', 'warehouse')).status).toBe(404);
    expect((await get('/api/streams/nothing', 'admin')).status).toBe(404);
    expect((await get('/api/streams')).status).toBe(401);
    const forManager = (await get('/api/streams/requests', 'manager')).body;
    expect(forManager).toMatchObject({ key: 'requests', initial: 'new', may: ['read', 'register', 'edit', 'links'] });
    expect(forManager).not.toHaveProperty('configuration');
    expect((await get('/api/streams/requests', 'admin')).body).toHaveProperty('configuration.autoprocessing');
  });
});
