import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seedDemoOrganisation } from '../../src/organisation/demo/seed-demo-organisation.js';
import { systemActor } from '../../src/organisation/directory/actors.js';
import { Directory } from '../../src/organisation/directory/directory.js';
import { loadConfig } from '../../src/platform/config.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { IdempotencyKeys } from '../../src/platform/http/idempotency-keys.js';
import { ProblemFilter } from '../../src/platform/http/problem-filter.js';
import { JobRegistry } from '../../src/platform/jobs/job-registry.js';
import { PlatformModule } from '../../src/platform/platform.module.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { until } from '../support/until.js';
import { NotesModule, behaviour } from './notes-app.js';

let database: TestDatabase;
let dataDir: string;
const apps: NestFastifyApplication[] = [];
let tokens: Record<string, string>;

async function boot(): Promise<NestFastifyApplication> {
  const config = loadConfig({ DATA_DIR: dataDir, LOG_LEVEL: 'error', DATABASE_CONNECTIONS: '5' });
  const testing = await Test.createTestingModule({
    imports: [PlatformModule.on(config, database.url), NotesModule],
  }).compile();
  const app = testing.createNestApplication<NestFastifyApplication>(new FastifyAdapter(), { logger: false });
  // As with the parser of uploads: the body is still on its way when the request is handled.
  app
    .getHttpAdapter()
    .getInstance()
    .addContentTypeParser('multipart/form-data', (_request, _body, done) => done(null));
  app.useGlobalFilters(new ProblemFilter());
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return app;
}

interface Sent {
  readonly key?: string;
  readonly as?: string;
  readonly process?: number;
}

async function post(path: string, body: object, { key, as = 'clerk', process = 0 }: Sent = {}) {
  const answer = await apps[process].inject({
    method: 'POST',
    url: path,
    payload: body,
    headers: {
      ...(tokens[as] === undefined ? {} : { authorization: `Bearer ${tokens[as]}` }),
      ...(key === undefined ? {} : { 'idempotency-key': key }),
    },
  });
  return {
    status: answer.statusCode,
    body: answer.json<Record<string, unknown>>(),
    location: answer.headers['location'],
    replayed: answer.headers['idempotency-replayed'],
  };
}

const unitOfWork = () => apps[0].get(UnitOfWork);
const notes = async (like: string) =>
  (await unitOfWork().read<{ note: string }>('SELECT note FROM note WHERE note LIKE $1 ORDER BY note', [like])).map(
    ({ note }) => note,
  );
const keptKeys = () => unitOfWork().read('SELECT * FROM idempotency_key');

beforeAll(async () => {
  database = await createTestDatabase();
  dataDir = await mkdtemp(join(tmpdir(), 'millrace-idempotency-'));
  apps.push(await boot(), await boot());
  await unitOfWork().run(systemActor, async (context) => {
    await seedDemoOrganisation(context);
    await context.tx.query(
      'CREATE TABLE note (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, note text NOT NULL, author text NOT NULL)',
    );
  });
  tokens = {};
  for (const app of apps) await app.get(Directory).reload();
  for (const login of ['clerk', 'manager']) {
    const { body } = await post('/api/session', { login, password: 'demo' });
    tokens[login] = String(body['token']);
  }
});

afterAll(async () => {
  for (const app of apps) await app.close();
  await database?.drop();
  if (dataDir) await rm(dataDir, { recursive: true, force: true });
});

describe('without the header', () => {
  it('every request has its effect, and no key is kept', async () => {
    const answers = [await post('/notes', { note: 'plain' }), await post('/notes', { note: 'plain' })];
    expect(answers.map(({ status, replayed }) => [status, replayed])).toEqual([
      [201, undefined],
      [201, undefined],
    ]);
    expect(await notes('plain')).toHaveLength(2);
    expect(await keptKeys()).toEqual([]);
  });
});

describe('with an Idempotency-Key', () => {
  it('a repeat gets the first answer and changes nothing', async () => {
    const first = await post('/notes', { note: 'once' }, { key: 'once' });
    expect(first).toMatchObject({ status: 201, body: { note: 'once', seen: 1 }, replayed: undefined });
    const repeat = await post('/notes', { note: 'once' }, { key: 'once', process: 1 });
    expect(repeat).toEqual({ ...first, replayed: 'true' });
    expect(repeat.location).toBe(`/notes/${String(first.body['id'])}`);
    expect(await notes('once')).toEqual(['once']);
  });

  it('another content or address under the same key is refused', async () => {
    await post('/notes', { note: 'mine' }, { key: 'reused' });
    const refusal = { status: 422, body: { type: 'urn:millrace:problem:idempotency-key-reused' } };
    expect(await post('/notes', { note: 'other' }, { key: 'reused' })).toMatchObject(refusal);
    expect(await post('/notes?x=1', { note: 'mine' }, { key: 'reused' })).toMatchObject(refusal);
    expect(await post('/notes/half', { note: 'mine' }, { key: 'reused' })).toMatchObject(refusal);
    expect(await notes('other')).toEqual([]);
    expect(await notes('mine')).toEqual(['mine']);
  });

  it('keys of different people do not meet', async () => {
    const mine = await post('/notes', { note: 'two people' }, { key: 'same', as: 'clerk' });
    const theirs = await post('/notes', { note: 'two people' }, { key: 'same', as: 'manager' });
    expect(theirs).toMatchObject({ status: 201, replayed: undefined });
    expect(theirs.body['id']).not.toBe(mine.body['id']);
  });

  it('repeats at the same instant wait for the first, in one process and in two, whatever the pool', async () => {
    const body = { note: 'at once', pause: 0.2 };
    const answers = await Promise.all(
      Array.from({ length: 24 }, (_, index) => post('/notes', body, { key: 'at once', process: index % 2 })),
    );
    expect(new Set(answers.map(({ status, body: got }) => `${status} ${JSON.stringify(got)}`)).size).toBe(1);
    expect(answers[0]?.status).toBe(201);
    expect(answers.filter(({ replayed }) => replayed === undefined)).toHaveLength(1);
    expect(await notes('at once')).toEqual(['at once']);
  });

  it('many different keys at once do not starve each other', async () => {
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, index) => post('/notes', { note: 'busy' }, { key: `busy ${index}` })),
    );
    expect(answers.every(({ status }) => status === 201)).toBe(true);
    expect(await notes('busy')).toHaveLength(30);
  });

  it('a refused request is not kept: its repeat is tried anew', async () => {
    behaviour.refuse = true;
    expect(await post('/notes', { note: 'refused' }, { key: 'refused' })).toMatchObject({ status: 422 });
    behaviour.refuse = false;
    expect(await notes('refused')).toEqual([]);
    expect(await post('/notes', { note: 'refused' }, { key: 'refused' })).toMatchObject({ status: 201 });
    expect(await notes('refused')).toEqual(['refused']);
  });

  it('the waiting repeat of a request that fails is handled itself', async () => {
    behaviour.refuse = true;
    const first = post('/notes', { note: 'next', pause: 0.2 }, { key: 'next' });
    await until('the first one holds the key', async () => {
      const [row] = await unitOfWork().read<{ busy: boolean }>(
        `SELECT count(*) > 0 AS busy FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%' AND state = 'active'`,
      );
      return row?.busy;
    });
    const second = post('/notes', { note: 'next', pause: 0.2 }, { key: 'next', process: 1 });
    expect((await first).status).toBe(422);
    behaviour.refuse = false;
    expect(await second).toMatchObject({ status: 201, replayed: undefined });
    expect(await notes('next')).toEqual(['next']);
  });

  it('a request that fails after a part of its effect leaves nothing', async () => {
    expect(await post('/notes/half', { note: 'half' }, { key: 'half' })).toMatchObject({ status: 500 });
    expect(await notes('half')).toEqual([]);
    expect(await post('/notes/half', { note: 'half' })).toMatchObject({ status: 500 });
    expect(await notes('half')).toEqual(['half']);
  });

  it('an effect is undone when its answer cannot be kept', async () => {
    expect(await post('/notes/unspeakable', { note: 'unspeakable' }, { key: 'big' })).toMatchObject({ status: 500 });
    expect(await notes('unspeakable')).toEqual([]);
  });

  it('a second try within the request counts, and the failed first leaves nothing', async () => {
    const first = await post('/notes/second-try', { note: 'tried' }, { key: 'tried' });
    expect(first.status).toBe(201);
    expect(await post('/notes/second-try', { note: 'tried' }, { key: 'tried' })).toEqual({
      ...first,
      replayed: 'true',
    });
    expect(await notes('tried%')).toEqual(['tried without step']);
  });

  it('units of work side by side and within each other all join; one after the answer stands alone', async () => {
    const first = await post('/notes/many?count=6', { note: 'many' }, { key: 'many' });
    expect(first.status).toBe(201);
    await behaviour.afterwards;
    expect(await notes('many%')).toHaveLength(13);
    expect(await post('/notes/many?count=6', { note: 'many' }, { key: 'many' })).toEqual({
      ...first,
      replayed: 'true',
    });
    expect(await notes('many%')).toHaveLength(13);
  });

  it('visitors who have not signed in get their own answers only: the key counts together with what was sent', async () => {
    const first = await post('/notes/public', { note: 'form' }, { key: 'form', as: 'nobody' });
    expect(await post('/notes/public', { note: 'form' }, { key: 'form', as: 'nobody' })).toEqual({
      ...first,
      replayed: 'true',
    });
    const other = await post('/notes/public', { note: 'form of another' }, { key: 'form', as: 'nobody' });
    expect(other).toMatchObject({ status: 201, replayed: undefined });
    expect(await notes('form%')).toHaveLength(2);
  });

  it('an upload is refused with it, so that another file never gets the answer of the first', async () => {
    const answer = await apps[0].inject({
      method: 'POST',
      url: '/notes',
      payload: '--b\r\ncontent-disposition: form-data; name="note"\r\n\r\nupload\r\n--b--\r\n',
      headers: {
        authorization: `Bearer ${tokens['clerk']}`,
        'content-type': 'multipart/form-data; boundary=b',
        'idempotency-key': 'upload',
      },
    });
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ type: 'urn:millrace:problem:idempotency-key-with-upload' });
  });

  it('a request without an effect is answered each time', async () => {
    const answers = [
      await post('/notes/nothing/x', {}, { key: 'no' }),
      await post('/notes/nothing/x', {}, { key: 'no' }),
    ];
    expect(answers[1]).toMatchObject({ status: 201, replayed: undefined });
    expect(answers[1]?.body['at']).not.toBe(answers[0]?.body['at']);
  });

  it('sign-in ignores it, so that no token is ever stored', async () => {
    const body = { login: 'lawyer', password: 'demo' };
    const answers = [await post('/api/session', body, { key: 'in' }), await post('/api/session', body, { key: 'in' })];
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
    expect(answers[1]?.body['token']).not.toBe(answers[0]?.body['token']);
    expect(JSON.stringify(await keptKeys())).not.toContain(String(answers[0]?.body['token']));
  });

  test.each([['x'.repeat(201)], ['tab\tinside'], ['']])('the malformed key "%s" is refused', async (key) => {
    expect(await post('/notes', { note: 'malformed' }, { key })).toMatchObject({ status: 400 });
    expect(await notes('malformed')).toEqual([]);
  });

  it('keys older than a day are swept away', async () => {
    await post('/notes', { note: 'old' }, { key: 'old' });
    await unitOfWork().run(systemActor, ({ tx }) =>
      tx.query(`UPDATE idempotency_key SET created_at = now() - interval '25 hours' WHERE key = 'old'`),
    );
    const app = apps[0];
    await app.get(JobRegistry).all().get('organisation.sweep-idempotency-keys')?.({}, { attempt: 1, maxAttempts: 25 });
    expect(await unitOfWork().run(systemActor, (context) => app.get(IdempotencyKeys).sweep(context))).toBe(0);
    expect(await post('/notes', { note: 'old' }, { key: 'old' })).toMatchObject({ status: 201, replayed: undefined });
    expect(await post('/notes', { note: 'once' }, { key: 'once' })).toMatchObject({ replayed: 'true' });
  });
});
