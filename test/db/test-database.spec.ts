import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

describe('a test database', () => {
  let databases: TestDatabase[] = [];

  beforeAll(async () => {
    databases = await Promise.all([createTestDatabase(), createTestDatabase()]);
  });

  afterAll(() => Promise.all(databases.map((database) => database.drop())));

  it('has the migrated schema, and the tables of the job library', async () => {
    for (const { url } of databases) {
      expect(await tables(url, 'document', 'schema_migration', 'graphile_worker._private_jobs')).toEqual([
        'document',
        'schema_migration',
        'graphile_worker._private_jobs',
      ]);
    }
  });

  it('shares nothing with the others', async () => {
    const [one, other] = databases.map((database) => database.url) as [string, string];
    await query(one, 'CREATE TABLE only_here ()');
    expect(await tables(one, 'only_here')).toEqual(['only_here']);
    expect(await tables(other, 'only_here')).toEqual([null]);
  });
});

async function tables(url: string, ...names: string[]): Promise<(string | null)[]> {
  const rows = await query<{ name: string | null }>(
    url,
    'SELECT to_regclass(t)::text AS name FROM unnest($1::text[]) t',
    [names],
  );
  return rows.map((row) => row.name);
}

async function query<Row>(url: string, text: string, values: unknown[] = []): Promise<Row[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query({ text, values })).rows as Row[];
  } finally {
    await client.end();
  }
}
