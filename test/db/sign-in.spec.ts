import { jest } from '@jest/globals';
import { systemActor } from '../../src/organisation/directory/actors.js';
import { AddPerson } from '../../src/organisation/people/add-person.js';
import { Sessions } from '../../src/organisation/session/sessions.js';
import type { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { newId } from '../../src/platform/ids.js';
import { JobRegistry } from '../../src/platform/jobs/job-registry.js';
import { until } from '../support/until.js';
import { OrganisationApp, bearer, type Call } from './organisation-app.js';

let organisation: OrganisationApp;
let unitOfWork: UnitOfWork;

const call = (request: Call) => organisation.call(request);
const signIn: OrganisationApp['signIn'] = (...values) => organisation.signIn(...values);
const me = (headers: Record<string, string>) => organisation.me(headers);
const write: OrganisationApp['write'] = (...values) => organisation.write(...values);

beforeAll(async () => {
  organisation = await OrganisationApp.start();
  ({ unitOfWork } = organisation);
});

afterAll(() => organisation?.stop());

afterEach(() => {
  organisation.clock.aheadMs = 0;
});

describe('signing in', () => {
  it('gives a token and a cookie, and stores neither', async () => {
    const { status, body, token, cookie, sent, headers } = await signIn('lawyer');
    expect(status).toBe(201);
    expect(body).toMatchObject({ person: { login: 'lawyer' } });
    expect(headers['location']).toBe('/api/me');
    expect(cookie).toBe(`__Host-millrace_session=${token}; Path=/; HttpOnly; SameSite=Lax; Secure`);
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
    organisation.clock.aheadMs = 29 * 86_400_000;
    expect((await me(bearer(token))).status).toBe(200);
    organisation.clock.aheadMs = 31 * 86_400_000;
    expect((await me(bearer(token))).status).toBe(401);
  });

  it('answers the same to an unknown login, a wrong password and a person without one', async () => {
    await unitOfWork.run(systemActor, (context) =>
      organisation.app.get(AddPerson).execute(context, { login: 'silent', name: 'No Password' }),
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

  it('works as hard for an unknown login as for a wrong password', async () => {
    // Time of the processor, not of the clock: other work on the machine does not count.
    const effort = async (login: string, round: number) => {
      const before = process.cpuUsage();
      await signIn(login, 'wrong', {}, `10.9.${round}.1`);
      const { user, system } = process.cpuUsage(before);
      return user + system;
    };
    const [wrong, unknown]: [number[], number[]] = [[], []];
    for (let round = 0; round < 7; round += 1) {
      wrong.push(await effort('accountant', round));
      unknown.push(await effort(`nobody-${newId()}`, round));
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
    organisation.clock.aheadMs = 16 * 60_000;
    expect((await signIn('ceo', 'demo', {}, '10.0.0.66')).status).toBe(201);
  });

  test.each([
    ['no password', { login: 'ceo' }],
    ['a control character in the login', { login: 'ceo\u0000', password: 'demo' }],
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
    organisation.clock.aheadMs = 31_000;
    await Promise.all(Array.from({ length: 5 }, () => me(bearer(token))));
    expect(read).toHaveBeenCalledTimes(2);
    read.mockRestore();
  });

  it('lives on with use, 12 hours after the last', async () => {
    const { token } = await signIn('accountant');
    const idle = await signIn('accountant');
    organisation.clock.aheadMs = 11 * 3_600_000;
    expect((await me(bearer(token))).status).toBe(200);
    organisation.clock.aheadMs = 22 * 3_600_000;
    expect((await me(bearer(token))).status).toBe(200);
    expect((await me(bearer(idle.token))).status).toBe(401);
    organisation.clock.aheadMs = 35 * 3_600_000;
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
    expect(planned.map(({ key }) => String(key).slice(19)).sort()).toEqual([
      'attempts',
      'idempotency-keys',
      'links',
      'passkey-challenges',
      'provider-sign-ins',
      'sessions',
      'tokens',
    ]);
    organisation.clock.aheadMs = 13 * 3_600_000;
    const sweep = organisation.app.get(JobRegistry).all().get('organisation.sweep-sessions');
    await sweep?.({}, { attempt: 1, maxAttempts: 25 });
    expect(await write('SELECT 1 AS one FROM session')).toHaveLength(1);
    expect(await unitOfWork.run(systemActor, (context) => organisation.app.get(Sessions).sweep(context))).toBe(0);
  });
});
