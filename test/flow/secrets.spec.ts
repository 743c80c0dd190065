import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { URI, type TOTP } from 'otpauth';
import pg from 'pg';
import { addPerson } from '../../src/commands/add-person.js';
import { resealSecrets } from '../../src/commands/reseal-secrets.js';
import { Mailboxes } from '../../src/intake/sources/mailbox/mailboxes.js';
import { keyIdOf } from '../../src/platform/secrets/secret-box.js';
import { Api, type List } from '../support/api.js';
import { startApp, type RunningApp } from '../support/app.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

const first = 'a1'.repeat(32);
const second = 'b2'.repeat(32);
const address = 'imap://box:mailbox-secret@127.0.0.1:1/INBOX?stream=requests';

/** A key that became known, or whose time is over, is put out of use: everything is encrypted anew with another. */
describe('on the command line, another SECRET_KEY', () => {
  let database: TestDatabase;
  let dataDir: string;
  let sql: pg.Client;
  const printed: string[] = [];
  const environment = { ...process.env };
  const log = { log: console.log, error: console.error };

  const start = (secretKey: string, previous?: string): Promise<RunningApp> =>
    startApp({
      databaseUrl: database.url,
      worker: false,
      environment: { SECRET_KEY: secretKey, ...(previous !== undefined && { SECRET_KEY_PREVIOUS: previous }) },
    });

  const reseal = (secretKey: string, previous?: string) => command(resealSecrets, secretKey, previous);

  /** A command, as it is typed. */
  async function command(run: () => Promise<number>, secretKey: string, previous = ''): Promise<number> {
    Object.assign(process.env, { DATABASE_URL: database.url, DATA_DIR: dataDir, LOG_LEVEL: 'error' });
    Object.assign(process.env, { SECRET_KEY: secretKey, SECRET_KEY_PREVIOUS: previous });
    console.log = console.error = (text: string) => printed.push(text);
    try {
      return await run();
    } finally {
      Object.assign(console, log);
      for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name];
      Object.assign(process.env, environment);
    }
  }

  const sealed = async () =>
    (
      await sql.query<{ value: string }>(
        `SELECT url AS value FROM mailbox UNION ALL SELECT secret FROM second_factor
         UNION ALL SELECT content->>'sealed' FROM outgoing_message WHERE content ? 'sealed'
         UNION ALL SELECT private_key FROM push_key`,
      )
    ).rows.map(({ value }) => value.split('.')[0]);

  beforeAll(async () => {
    database = await createTestDatabase();
    dataDir = await mkdtemp(join(tmpdir(), 'millrace-secrets-'));
    sql = new pg.Client(database.url);
    await sql.connect();
  });

  afterAll(async () => {
    await sql?.end();
    await database?.drop();
    await rm(dataDir, { recursive: true, force: true });
  });

  it('opens what the earlier one closed in, until all is encrypted anew; then the earlier one is not needed', async () => {
    let app = await start(first);
    const admin = await app.api('admin');
    const { id } = await admin.post<{ id: string }>('/api/mailboxes', { url: address });
    await admin.get('/api/me/push');
    const { uri } = await admin.post<{ uri: string }>('/api/me/second-factor');
    const code = URI.parse(uri) as TOTP;
    await admin.post('/api/me/second-factor/confirm', { code: code.generate() });
    await sql.query(
      `INSERT INTO outgoing_message (id, message_id, kind, recipients, subject, content, state, created_at)
       VALUES (gen_random_uuid(), '<a@b>', 'test', '{}', 'x', '{"sealed":"${keyIdOf(first)}.broken"}', 'queued', now())`,
    );
    await sql.query(
      `INSERT INTO mailbox (id, name, stream, url) VALUES (gen_random_uuid(), 'earlier', 'requests', $1)`,
      [sealedEarlier(address, first)],
    );
    await app.stop();

    app = await start(second, first);
    expect(await app.app.get(Mailboxes).url(id)).toBe(address);
    const { items } = await sqlMailboxes();
    const earlier = items.find(({ name }) => name === 'earlier')?.id ?? '';
    expect(await app.app.get(Mailboxes).url(earlier)).toBe(address);
    await app.stop();

    expect(await reseal(second, first)).toBe(1);
    for (const line of ['mailboxes: 2 sealed anew', 'second factors: 1 sealed anew', 'push key: 1 sealed anew']) {
      expect(printed.join('\n')).toContain(line);
    }
    expect(printed.join('\n')).toContain('mails that wait');
    expect(printed.join('\n')).not.toContain('mailbox-secret');
    await sql.query(`DELETE FROM outgoing_message WHERE message_id = '<a@b>'`);
    expect(await reseal(second)).toBe(0);
    expect(printed.join('\n')).toMatch(/mailboxes: 0 sealed anew, 2 were already/);
    expect(new Set(await sealed())).toEqual(new Set([keyIdOf(second)]));

    app = await start(second);
    expect(await app.app.get(Mailboxes).url(id)).toBe(address);
    expect(await app.app.get(Mailboxes).url(earlier)).toBe(address);
    const again = await new Api(app.url).call<{ token: string }>('POST', '/api/session', {
      ...{ login: 'admin', password: 'demo', code: code.generate({ timestamp: Date.now() + 30_000 }) },
    });
    expect(again.status).toBe(201);
    const told = await new Api(app.url, again.body.token).get<List<{ after: object }>>(
      '/api/audit?verb=encryption.renewed',
    );
    expect(told.items).toHaveLength(2);
    expect(told.items[1]?.after).toMatchObject({ key: keyIdOf(second), mailboxes: { done: 2, failed: 0 } });
    await app.stop();
  }, 90_000);

  it('and a person who is added, with an entry in the audit log', async () => {
    const options = { name: 'By Command', role: ['auditor'], language: 'lt' };
    const password = 'quiet-Lantern-of-eighty-doors';
    expect(await command(() => addPerson('by.command', options, Readable.from([password])), second)).toBe(0);
    expect(printed.at(-1)).toBe('by.command can sign in now.');
    const { rows } = await sql.query<{ actor: string; after: object }>(
      `SELECT actor_name AS actor, after FROM audit_entry WHERE verb = 'person.added'
       AND object_id = (SELECT id::text FROM person WHERE login = 'by.command')`,
    );
    expect(rows).toEqual([
      { actor: expect.any(String), after: expect.objectContaining({ login: 'by.command', roles: ['auditor'] }) },
    ]);
    expect(JSON.stringify(rows)).not.toContain(password);
  }, 60_000);

  async function sqlMailboxes(): Promise<List<{ id: string; name: string }>> {
    return { items: (await sql.query<{ id: string; name: string }>('SELECT id, name FROM mailbox')).rows };
  }
});

/** As passwords of mailboxes were kept before. */
function sealedEarlier(text: string, secret: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', createHash('sha256').update(`mailbox ${secret}`).digest(), nonce);
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url');
}
