import pg from 'pg';
import { DataSource } from 'typeorm';
import { systemActor } from '../../src/organisation/directory/actors.js';
import type { Tx } from '../../src/platform/context.js';
import { Clock } from '../../src/platform/clock.js';
import { dataSourceOptions } from '../../src/platform/database/data-source.js';
import { commitEarlySql } from '../../src/platform/database/durable-commits.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

const early = { name: 'early', text: `SELECT ${commitEarlySql} FROM pg_current_xact_id()`, commitsEarly: true };
const notifying = `SELECT tell_assignment(gen_random_uuid(), gen_random_uuid(), 'issued', '{}')`;

let database: TestDatabase;
let dataSource: DataSource;
let work: UnitOfWork;
beforeAll(async () => {
  database = await createTestDatabase();
  // The test server does not wait for the disk at all; here it must, or there would be nothing to see.
  const admin = new pg.Client(database.url);
  await admin.connect();
  await admin.query(`ALTER DATABASE ${new URL(database.url).pathname.slice(1)} SET synchronous_commit = on`);
  await admin.query('CREATE TABLE kept (n int)');
  await admin.end();
  dataSource = await new DataSource(dataSourceOptions(database.url, 6)).initialize();
  work = new UnitOfWork(dataSource, new Clock());
});
afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

const count = async () =>
  (await work.read<{ count: number }>('SELECT count(*)::int AS count FROM kept'))[0]?.count ?? 0;

describe('an early commit', () => {
  it.each([
    ['that a statement asks for', (tx: Tx) => tx.run(early, [])],
    ['of a transaction that notifies', (tx: Tx) => tx.query(notifying)],
  ])('%s is answered only when the log is on the disk as far as its own end', async (_, commitEarly) => {
    const before = await count();
    const answers = Array.from({ length: 40 }, async (_, n) => {
      const end = await work.run(systemActor, async ({ tx }) => {
        await commitEarly(tx);
        await tx.query('INSERT INTO kept VALUES ($1)', [n]);
        const [row] = await tx.query<{ lsn: string; commit: string }>(
          `SELECT pg_current_wal_insert_lsn()::text AS lsn, current_setting('synchronous_commit') AS commit`,
        );
        expect(row?.commit).toBe('off');
        return row?.lsn ?? '';
      });
      const [row] = await work.read<{ flushed: boolean }>('SELECT pg_current_wal_flush_lsn() > $1::pg_lsn AS flushed', [
        end,
      ]);
      return row?.flushed;
    });
    expect(await Promise.all(answers)).toEqual(Array<boolean>(40).fill(true));
    expect(await count()).toBe(before + 40);
  });

  it('leaves the connection as it was for the next transaction', async () => {
    await work.run(systemActor, ({ tx }) => tx.run(early, []));
    const settings = await Promise.all(
      Array.from({ length: 6 }, () => work.read<{ s: string }>("SELECT current_setting('synchronous_commit') AS s")),
    );
    expect(new Set(settings.flat().map(({ s }) => s))).toEqual(new Set(['on']));
  });

  it('that is rolled back waits for nothing and keeps nothing', async () => {
    const failing = work.run(systemActor, async ({ tx }) => {
      await tx.run(early, []);
      await tx.query('INSERT INTO kept VALUES (-1)');
      throw new Error('on purpose');
    });
    await expect(failing).rejects.toThrow('on purpose');
    expect(await work.read('SELECT n FROM kept WHERE n = -1')).toEqual([]);
  });
});
