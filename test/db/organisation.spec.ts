import { jest } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import fc from 'fast-check';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { can } from '../../src/organisation/access/can.js';
import { scopes, verbs, type Grant } from '../../src/organisation/access/grant.js';
import { scopeCondition } from '../../src/organisation/access/scope-condition.js';
import { seedDemoOrganisation } from '../../src/organisation/demo/seed-demo-organisation.js';
import { publicActor, systemActor } from '../../src/organisation/directory/actors.js';
import { Directory } from '../../src/organisation/directory/directory.js';
import {
  actorOf,
  calendarFor,
  headOfPerson,
  holdersOf,
  membersOf,
  substituteFor,
} from '../../src/organisation/directory/queries.js';
import { OrganisationModule } from '../../src/organisation/organisation.module.js';
import { AddPerson } from '../../src/organisation/people/add-person.js';
import { Sessions } from '../../src/organisation/session/sessions.js';
import { Clock } from '../../src/platform/clock.js';
import { loadConfig } from '../../src/platform/config.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { Refusal } from '../../src/platform/errors.js';
import { ProblemFilter } from '../../src/platform/http/problem-filter.js';
import { validationPipe } from '../../src/platform/http/validation.js';
import { newId } from '../../src/platform/ids.js';
import { JobRegistry } from '../../src/platform/jobs/job-registry.js';
import { PlatformModule } from '../../src/platform/platform.module.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { until } from '../support/until.js';

/** Runs with the real time unless a test moves it. */
class MovableClock extends Clock {
  aheadMs = 0;

  override now(): Date {
    return new Date(Date.now() + this.aheadMs);
  }
}

interface Call {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly body?: object;
  readonly headers?: Record<string, string>;
  readonly address?: string;
}

const clock = new MovableClock();
let database: TestDatabase;
let dataDir: string;
let app: NestFastifyApplication;
let unitOfWork: UnitOfWork;
let directory: Directory;

async function call({ method = 'GET', url, body, headers = {}, address = '10.0.0.1' }: Call) {
  const answer = await app.inject({
    method,
    url,
    headers,
    remoteAddress: address,
    ...(body === undefined ? {} : { payload: body }),
  });
  const content = answer.body === '' ? undefined : (answer.json() as Record<string, never>);
  return { status: answer.statusCode, headers: answer.headers, body: content };
}

async function signIn(login: string, password = 'demo', more: object = {}, address?: string) {
  const answer = await call({
    method: 'POST',
    url: '/api/session',
    body: { login, password, ...more },
    ...(address === undefined ? {} : { address }),
  });
  const cookie = String(answer.headers['set-cookie'] ?? '');
  return { ...answer, token: String(answer.body?.['token'] ?? ''), cookie, sent: cookie.split(';')[0] ?? '' };
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const me = (headers: Record<string, string>) => call({ url: '/api/me', headers });
const write = (text: string, values: unknown[] = []) =>
  unitOfWork.run(systemActor, ({ tx }) => tx.query<Record<string, unknown>>(text, values));

beforeAll(async () => {
  database = await createTestDatabase();
  dataDir = await mkdtemp(join(tmpdir(), 'millrace-organisation-'));
  const config = loadConfig({ DATA_DIR: dataDir, PUBLIC_URL: 'https://docs.gamma-trade.example', LOG_LEVEL: 'error' });
  const testing = await Test.createTestingModule({
    imports: [PlatformModule.on(config, database.url), OrganisationModule],
  })
    .overrideProvider(Clock)
    .useValue(clock)
    .compile();
  app = testing.createNestApplication<NestFastifyApplication>(new FastifyAdapter(), { logger: ['error'] });
  app.useGlobalFilters(new ProblemFilter());
  app.useGlobalPipes(validationPipe());
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  unitOfWork = app.get(UnitOfWork);
  directory = app.get(Directory);
  await unitOfWork.run(systemActor, seedDemoOrganisation);
  await directory.reload();
});

afterAll(async () => {
  await app?.close();
  await database?.drop();
  if (dataDir) await rm(dataDir, { recursive: true, force: true });
});

afterEach(() => {
  clock.aheadMs = 0;
});

describe('the demo organisation', () => {
  it('stands in the directory with heads, posts, roles and calendars', () => {
    const org = directory.snapshot();
    expect([...org.unitByKey.keys()].sort()).toEqual(['company', 'finance', 'legal', 'office', 'sales', 'warehouse']);
    expect(
      membersOf(org, 'sales')
        .map(({ login }) => login)
        .sort(),
    ).toEqual(['head', 'manager', 'manager2']);
    expect(membersOf(org, 'company', { deep: true })).toHaveLength(11);
    expect(holdersOf(org, 'lawyer').map(({ login }) => login)).toEqual(['lawyer']);
    const manager2 = org.personByLogin.get('manager2');
    expect(manager2?.roles).toContain('manager');
    expect(headOfPerson(org, manager2?.id ?? '')?.login).toBe('head');
    expect(headOfPerson(org, org.personByLogin.get('head')?.id ?? '')?.login).toBe('ceo');
    expect(calendarFor(org, { personId: manager2?.id ?? '' })).toMatchObject({ timeZone: 'Europe/Vilnius' });
  });

  it('is not added twice and does not undo what was changed by hand', async () => {
    await write(`UPDATE person SET name = 'Anna Nowak' WHERE login = 'manager'`);
    await write(`DELETE FROM person_role WHERE role_key = 'warehouse'`);
    const count =
      'SELECT (SELECT count(*) FROM person)::int AS people, (SELECT count(*) FROM person_role)::int AS roles';
    const [before] = await write(count);
    await unitOfWork.run(systemActor, seedDemoOrganisation);
    expect((await write(count))[0]).toEqual(before);
    expect((await write(`SELECT name FROM person WHERE login = 'manager'`))[0]).toEqual({ name: 'Anna Nowak' });
  });
});

describe('the directory', () => {
  it('follows changes that any connection commits', async () => {
    const { version } = directory.snapshot();
    await write(`UPDATE person SET email = 'rasa@gamma-trade.example' WHERE login = 'clerk'`);
    const clerk = await until('the change is seen', () => {
      const found = directory.snapshot().personByLogin.get('clerk');
      return found?.email === 'rasa@gamma-trade.example' && found;
    });
    expect(directory.snapshot().version).toBeGreaterThan(version);
    expect(Object.keys(clerk)).not.toContain('passwordHash');
  });

  it('keeps the picture that a reader took', async () => {
    const taken = directory.snapshot();
    const name = taken.personByLogin.get('cfo')?.name;
    await write(`UPDATE person SET name = 'Someone Else' WHERE login = 'cfo'`);
    await directory.reload();
    expect(taken.personByLogin.get('cfo')?.name).toBe(name);
    expect(directory.snapshot().personByLogin.get('cfo')?.name).toBe('Someone Else');
  });

  it('sees, after a reload, what was committed before it, however many ask at once', async () => {
    const names = Array.from({ length: 8 }, (_, index) => `Name ${index}`);
    await Promise.all(
      names.map(async (name, index) => {
        const login = [...directory.snapshot().personByLogin.keys()][index];
        await write('UPDATE person SET phone = $2, name = $2 WHERE login = $1', [login, name]);
        await directory.reload();
        expect(directory.snapshot().personByLogin.get(login ?? '')?.name).toBe(name);
      }),
    );
  });

  it('knows substitutions, and describes them to both people', async () => {
    const people = directory.snapshot().personByLogin;
    const [absent, substitute] = [people.get('manager')?.id ?? '', people.get('manager2')?.id ?? ''];
    await write(
      `INSERT INTO substitution (id, absent_id, substitute_id, starts_at, ends_at, reason)
       VALUES ($1, $2, $3, now() - interval '1 day', now() + interval '1 day', 'holiday')`,
      [newId(), absent, substitute],
    );
    await directory.reload();
    expect(substituteFor(directory.snapshot(), absent, Date.now())?.id).toBe(substitute);
    expect(substituteFor(directory.snapshot(), absent, Date.now() + 2 * 86_400_000)).toBeNull();
    const asSubstitute = await me(bearer((await signIn('manager2')).token));
    expect(asSubstitute.body?.['substitutes']).toMatchObject({ actsFor: [{ id: absent }], absence: null });
    const asAbsent = await me(bearer((await signIn('manager')).token));
    expect(asAbsent.body?.['substitutes']).toMatchObject({ actsFor: [], absence: { substitute: { id: substitute } } });
    await write('DELETE FROM substitution');
  });
});

describe('signing in', () => {
  it('gives a token and a cookie, and stores neither', async () => {
    const { status, body, token, cookie, sent, headers } = await signIn('lawyer');
    expect(status).toBe(201);
    expect(body).toMatchObject({ person: { login: 'lawyer' } });
    expect(headers['location']).toBe('/api/me');
    expect(cookie).toBe(`millrace_session=${token}; Path=/; HttpOnly; SameSite=Lax; Secure`);
    expect((await me(bearer(token))).body).toMatchObject({
      login: 'lawyer',
      roles: ['lawyer'],
      units: [{ key: 'legal', name: 'Legal', head: true }],
      posts: [{ key: 'lawyer', name: 'Lawyer' }],
    });
    expect((await me({ cookie: `theme=dark; ${sent}` })).status).toBe(200);
    const stored = await write(`SELECT session::text AS row FROM session`);
    expect(JSON.stringify(stored)).not.toContain(token);
  });

  it('takes the login in any case and keeps a remembered session for 30 days', async () => {
    const { status, cookie, token } = await signIn(' Lawyer ', 'demo', { remember: true });
    expect(status).toBe(201);
    expect(cookie).toContain('; Expires=');
    clock.aheadMs = 29 * 86_400_000;
    expect((await me(bearer(token))).status).toBe(200);
    clock.aheadMs = 31 * 86_400_000;
    expect((await me(bearer(token))).status).toBe(401);
  });

  it('answers the same to an unknown login, a wrong password and a person without one', async () => {
    await unitOfWork.run(systemActor, (context) =>
      app.get(AddPerson).execute(context, { login: 'silent', name: 'No Password' }),
    );
    const answers = [
      await signIn('lawyer', 'wrong'),
      await signIn('nobody', 'wrong'),
      await signIn('silent', 'wrong'),
      await signIn(`x' OR '1'='1`, 'demo'),
    ];
    for (const { status, body, cookie } of answers) {
      expect({ status, body, cookie }).toEqual({ status: 401, body: answers[0]?.body, cookie: '' });
    }
  });

  it('takes as long for an unknown login as for a wrong password', async () => {
    const time = async (login: string, round: number) => {
      const begin = performance.now();
      await signIn(login, 'wrong', {}, `10.9.${round}.1`);
      return performance.now() - begin;
    };
    const [wrong, unknown]: [number[], number[]] = [[], []];
    // In turn, and by the quickest of each, so that other work on the machine does not count.
    for (let round = 0; round < 7; round += 1) {
      wrong.push(await time('accountant', round));
      unknown.push(await time(`nobody-${newId()}`, round));
    }
    expect(Math.min(...unknown)).toBeGreaterThan(Math.min(...wrong) / 2);
    expect(Math.min(...wrong)).toBeGreaterThan(Math.min(...unknown) / 2);
  });

  it('refuses after ten failures from one address, also for the right password, and nobody else', async () => {
    const attempts = await Promise.all(Array.from({ length: 14 }, () => signIn('ceo', 'wrong', {}, '10.0.0.66')));
    expect(attempts.filter(({ status }) => status === 401)).toHaveLength(10);
    expect(attempts.filter(({ status }) => status === 429)).toHaveLength(4);
    const refused = await signIn('ceo', 'demo', {}, '10.0.0.66');
    expect(refused).toMatchObject({ status: 429, body: { type: 'urn:millrace:problem:too-many-attempts' } });
    expect((await signIn('ceo', 'demo', {}, '10.0.0.67')).status).toBe(201);
    expect((await signIn('cfo', 'demo', {}, '10.0.0.66')).status).toBe(201);
    clock.aheadMs = 16 * 60_000;
    expect((await signIn('ceo', 'demo', {}, '10.0.0.66')).status).toBe(201);
  });

  test.each([
    ['no password', { login: 'ceo' }],
    ['an object as a login', { login: { $ne: '' }, password: 'demo' }],
    ['a password of a megabyte', { login: 'ceo', password: 'x'.repeat(1_000_000) }],
    ['an unknown member', { login: 'ceo', password: 'demo', admin: true }],
  ])('refuses %s as malformed', async (_, body) => {
    const answer = await call({ method: 'POST', url: '/api/session', body });
    expect(answer).toMatchObject({ status: 400, body: { type: 'urn:millrace:problem:malformed-request' } });
  });

  it('is refused to a page of another site', async () => {
    const headers = { origin: 'https://evil.example' };
    const body = { login: 'ceo', password: 'demo' };
    expect((await call({ method: 'POST', url: '/api/session', body, headers })).status).toBe(403);
  });
});

describe('a session', () => {
  it('is needed, and must be one of ours', async () => {
    const wanted = { status: 401, body: { title: 'Sign in first' } };
    expect(await me({})).toMatchObject(wanted);
    expect(await me(bearer('nonsense'))).toMatchObject(wanted);
    expect(await me(bearer('A'.repeat(43)))).toMatchObject(wanted);
    expect(await me({ cookie: 'millrace_session=%00' })).toMatchObject(wanted);
  });

  it('ends with the sign-out, in every process at once', async () => {
    const { token, sent } = await signIn('secretary');
    expect((await me(bearer(token))).status).toBe(200);
    const out = await call({ method: 'DELETE', url: '/api/session', headers: { cookie: sent } });
    expect(out.status).toBe(204);
    expect(String(out.headers['set-cookie'])).toContain('millrace_session=; ');
    expect((await me(bearer(token))).status).toBe(401);

    const elsewhere = await signIn('secretary');
    expect((await me(bearer(elsewhere.token))).status).toBe(200);
    await write('DELETE FROM session');
    await until('the deletion is heard of', async () => (await me(bearer(elsewhere.token))).status === 401);
  });

  it('is looked up in the database once in 30 seconds', async () => {
    const { token } = await signIn('secretary');
    const read = jest.spyOn(unitOfWork, 'read');
    for (let i = 0; i < 5; i += 1) expect((await me(bearer(token))).status).toBe(200);
    expect(read).toHaveBeenCalledTimes(1);
    clock.aheadMs = 31_000;
    await Promise.all(Array.from({ length: 5 }, () => me(bearer(token))));
    expect(read).toHaveBeenCalledTimes(2);
    read.mockRestore();
  });

  it('lives on with use, 12 hours after the last', async () => {
    const { token } = await signIn('accountant');
    const idle = await signIn('accountant');
    clock.aheadMs = 11 * 3_600_000;
    expect((await me(bearer(token))).status).toBe(200);
    clock.aheadMs = 22 * 3_600_000;
    expect((await me(bearer(token))).status).toBe(200);
    expect((await me(bearer(idle.token))).status).toBe(401);
    clock.aheadMs = 35 * 3_600_000;
    expect((await me(bearer(token))).status).toBe(401);
  });

  it('ends when the person is no longer active', async () => {
    const { token } = await signIn('warehouse');
    expect((await me(bearer(token))).status).toBe(200);
    await write(`UPDATE person SET active = false WHERE login = 'warehouse'`);
    await until('the person is out', async () => (await me(bearer(token))).status === 401);
    expect((await signIn('warehouse')).status).toBe(401);
    await write(`UPDATE person SET active = true WHERE login = 'warehouse'`);
  });

  it('changes nothing on behalf of another site, unless it is carried by hand', async () => {
    const { token, sent } = await signIn('clerk');
    const change = (headers: Record<string, string>) =>
      call({ method: 'PATCH', url: '/api/me', body: { language: 'pl' }, headers });
    const evil = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    expect(await change({ cookie: sent, ...evil })).toMatchObject({
      status: 403,
      body: { type: 'urn:millrace:problem:other-site' },
    });
    expect((await change({ cookie: sent, origin: 'https://evil.example' })).status).toBe(403);
    expect((await me({ cookie: sent, ...evil })).status).toBe(200);
    expect((await change({ ...bearer(token), ...evil })).status).toBe(200);
    expect((await change({ cookie: sent, origin: 'https://docs.gamma-trade.example' })).status).toBe(200);
  });

  it('is swept away after its end', async () => {
    await write('DELETE FROM session');
    await signIn('clerk');
    await signIn('clerk', 'demo', { remember: true });
    const planned = await write(
      `SELECT key FROM graphile_worker.jobs WHERE task_identifier LIKE 'organisation.sweep-%'`,
    );
    expect(planned).toHaveLength(2);
    clock.aheadMs = 13 * 3_600_000;
    const sweep = app.get(JobRegistry).all().get('organisation.sweep-sessions');
    await sweep?.({}, { attempt: 1, maxAttempts: 25 });
    expect(await write('SELECT 1 AS one FROM session')).toHaveLength(1);
    expect(await unitOfWork.run(systemActor, (context) => app.get(Sessions).sweep(context))).toBe(0);
  });
});

describe('me and the others', () => {
  it('change the language, which shows at once', async () => {
    const { token } = await signIn('manager2');
    const headers = bearer(token);
    const changed = await call({ method: 'PATCH', url: '/api/me', body: { language: 'lt' }, headers });
    expect(changed).toMatchObject({ status: 200, body: { language: 'lt', units: [{ name: 'Pardavimų skyrius' }] } });
    expect((await call({ method: 'PATCH', url: '/api/me', body: { language: 'de' }, headers })).status).toBe(400);
  });

  it('change the password, which ends the other sessions', async () => {
    const [here, there] = [await signIn('head'), await signIn('head')];
    expect((await me(bearer(there.token))).status).toBe(200);
    const change = (body: object) => call({ method: 'PATCH', url: '/api/me', body, headers: bearer(here.token) });
    expect(await change({ password: 'long enough' })).toMatchObject({ status: 400 });
    expect(await change({ password: 'short', currentPassword: 'demo' })).toMatchObject({ status: 400 });
    const wrong = await change({ password: 'long enough', currentPassword: 'wrong', language: 'ru' });
    expect(wrong).toMatchObject({ status: 422, body: { errors: [{ path: 'currentPassword' }] } });
    expect((await me(bearer(here.token))).body).toMatchObject({ language: 'en' });
    expect((await change({ password: 'long enough', currentPassword: 'demo' })).status).toBe(200);
    expect((await me(bearer(here.token))).status).toBe(200);
    expect((await me(bearer(there.token))).status).toBe(401);
    expect((await signIn('head')).status).toBe(401);
    expect((await signIn('head', 'long enough')).status).toBe(201);
  });

  it('are found by any part of name, login, post or unit, without accents', async () => {
    await write(`UPDATE person SET name = 'Łucja Żukowska-Čepaitė' WHERE login = 'accountant'`);
    await directory.reload();
    const headers = bearer((await signIn('admin')).token);
    const find = async (q: string) => {
      const { body } = await call({ url: `/api/people?q=${encodeURIComponent(q)}`, headers });
      return (body as unknown as { items: { login: string }[] }).items.map(({ login }) => login);
    };
    expect(await find('lucja cepaite')).toEqual(['accountant']);
    expect(await find('SALES manager')).toEqual(expect.arrayContaining(['manager', 'manager2']));
    expect(await find('sales lawyer')).toEqual([]);
    expect(await find('%')).toEqual([]);
    expect(await find('')).toHaveLength(directory.snapshot().persons.size);
    const one = await call({ url: '/api/people?q=lucja&limit=1', headers });
    expect(one.body).toMatchObject({ items: [{ post: 'Accountant', unit: 'Finance' }], nextCursor: null });
    expect((await call({ url: '/api/people?limit=100000', headers })).status).toBe(400);
    expect((await call({ url: '/api/people' })).status).toBe(401);
  });

  it('are added once under a login, with roles and posts that exist', async () => {
    const add = (person: Parameters<AddPerson['execute']>[1]) =>
      unitOfWork.run(systemActor, (context) => app.get(AddPerson).execute(context, person));
    const id = await add({
      login: 'New.Person',
      name: 'New',
      password: 'secret word',
      roles: ['clerk'],
      posts: ['clerk'],
    });
    await directory.reload();
    expect(directory.snapshot().persons.get(id)).toMatchObject({
      login: 'new.person',
      roles: ['clerk'],
      postKeys: ['clerk'],
    });
    expect((await signIn('new.person', 'secret word')).status).toBe(201);
    await expect(add({ login: 'new.person', name: 'Again' })).rejects.toThrow(Refusal);
    await expect(add({ login: 'other', name: 'Other', roles: ['king'] })).rejects.toThrow('There is no role "king".');
    await expect(add({ login: 'a b', name: 'Other' })).rejects.toThrow('Expected letters');
    await directory.reload();
    expect(directory.snapshot().personByLogin.has('other')).toBe(false);
  });
});

describe('access', () => {
  it('is the same in SQL as in the decision, for every document, person, verb and set of grants', async () => {
    const org = directory.snapshot();
    const people = [...org.persons.keys(), publicActor.id];
    const units = [null, ...org.units.keys()];
    const rows = Array.from({ length: 150 }, (_, index) => ({
      id: newId(),
      author: people[index % people.length] ?? '',
      responsible: index % 4 === 0 ? null : (people[(index * 7) % people.length] ?? null),
      unit: units[(index * 5) % units.length] ?? null,
      reader: index % 6 === 0 ? (people[(index * 3) % people.length] ?? null) : null,
    }));
    await unitOfWork.run(systemActor, async ({ tx }) => {
      for (const { id, author, responsible, unit, reader } of rows) {
        await tx.query(
          `INSERT INTO document (id, stream, number, title, status, author_id, responsible_id, unit_id, fields, search, created_at, updated_at)
           VALUES ($1::uuid, 'papers', $1::uuid::text, 't', 'new', $2, $3, $4, '{}', '', now(), now())`,
          [id, author, responsible, unit],
        );
        if (reader === null) continue;
        await tx.query(`INSERT INTO document_access (document_id, person_id, reason) VALUES ($1, $2, 'shown')`, [
          id,
          reader,
        ]);
      }
    });
    const roleKeys = ['manager', 'head', 'clerk', 'ceo', 'admin', 'public', 'nobody'];
    const grant: fc.Arbitrary<Grant> = fc.record({
      role: fc.constantFrom(...roleKeys),
      verbs: fc.subarray([...verbs]),
      scope: fc.constantFrom(...scopes),
    });
    const actorId = fc.constantFrom(...people, systemActor.id);
    await fc.assert(
      fc.asyncProperty(
        actorId,
        fc.constantFrom(...verbs),
        fc.array(grant, { maxLength: 5 }),
        async (id, verb, grants) => {
          const actor = actorOf(org, id);
          const parameters: unknown[] = ['papers'];
          const condition = scopeCondition(actor, verb, grants, parameters);
          const found = await unitOfWork.read<{ id: string }>(
            `SELECT d.id FROM document d WHERE d.stream = $1 AND ${condition}`,
            parameters,
          );
          const allowed = rows.filter(({ author, responsible, unit, reader }) => {
            const document = { authorId: author, responsibleId: responsible, unitId: unit };
            return can(actor, verb, { grants, document, readers: reader === id ? 'granted' : undefined }).allowed;
          });
          expect(found.map((row) => row.id).sort()).toEqual(allowed.map((row) => row.id).sort());
        },
      ),
      { numRuns: 300 },
    );
  });
});
