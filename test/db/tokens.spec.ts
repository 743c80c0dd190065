import { jest } from '@jest/globals';
import { until } from '../support/until.js';
import { OrganisationApp, bearer, type Call } from './organisation-app.js';

let organisation: OrganisationApp;
const call = (request: Call) => organisation.call(request);
const me = (token: string, address?: string) =>
  call({ url: '/api/me', headers: bearer(token), ...(address === undefined ? {} : { address }) });
const write: OrganisationApp['write'] = (...values) => organisation.write(...values);
const minute = 60_000;
const day = 24 * 60 * minute;

beforeAll(async () => {
  organisation = await OrganisationApp.start();
});

afterAll(() => organisation?.stop());

afterEach(() => {
  organisation.clock.aheadMs = 0;
});

interface Made {
  readonly id: string;
  readonly token: string;
}

async function make(session: string, body: object = {}) {
  const wish = { name: 'Export', scopes: ['read'], ...body };
  const answer = await call({ method: 'POST', url: '/api/me/tokens', headers: bearer(session), body: wish });
  return { ...answer, made: answer.body as unknown as Made };
}

const problem = (code: string) => `urn:millrace:problem:${code}`;

describe('my API tokens', () => {
  it('act for me until they expire or are revoked, and are kept nowhere', async () => {
    const { token: session } = await organisation.signIn('manager');
    const { status, body, made } = await make(session, { days: 30 });
    expect(status).toBe(201);
    expect(made.token).toMatch(/^mlr_[\w-]{43}$/);
    expect(body).toMatchObject({ name: 'Export', scopes: ['read'], lastUsedAt: null });
    expect((await me(made.token, '10.5.5.5')).body).toMatchObject({ login: 'manager' });
    const listed = await call({ url: '/api/me/tokens', headers: bearer(session) });
    expect(listed.body).toMatchObject({
      items: [{ id: made.id, name: 'Export', lastUsedAt: expect.any(String), lastUsedFrom: '10.5.5.5' }],
    });
    expect(JSON.stringify(listed.body)).not.toContain(made.token);
    const stored = JSON.stringify([await write('SELECT * FROM api_token'), await write('SELECT * FROM audit_entry')]);
    expect(stored).not.toContain(made.token);

    organisation.clock.aheadMs = 29 * day;
    expect((await me(made.token)).status).toBe(200);
    organisation.clock.aheadMs = 30 * day + minute;
    expect(await me(made.token)).toMatchObject({ status: 401, body: { type: problem('token-ended') } });
    organisation.clock.aheadMs = 0;
    const revoke = (id: string, by: string) =>
      call({ method: 'DELETE', url: `/api/me/tokens/${id}`, headers: bearer(by) });
    const { token: stranger } = await organisation.signIn('manager2');
    expect((await revoke(made.id, stranger)).status).toBe(404);
    expect((await revoke('nonsense', session)).status).toBe(404);
    expect((await me(made.token)).status).toBe(200);
    expect((await revoke(made.id, session)).status).toBe(204);
    expect((await me(made.token)).status).toBe(401);
  });

  it('change nothing with the scope to read', async () => {
    const { token: session } = await organisation.signIn('clerk');
    const [reading, writing] = [
      (await make(session)).made.token,
      (await make(session, { scopes: ['read', 'write'] })).made.token,
    ];
    const change = (token: string) =>
      call({ method: 'PATCH', url: '/api/me', headers: bearer(token), body: { language: 'pl' } });
    expect(await change(reading)).toMatchObject({ status: 403, body: { type: problem('read-only-token') } });
    expect((await me(reading)).status).toBe(200);
    expect((await change(writing)).status).toBe(200);
  });

  it('never reach the keys to an account', async () => {
    const { token: session } = await organisation.signIn('lawyer');
    const { token } = (await make(session, { scopes: ['read', 'write'] })).made;
    const calls: Call[] = [
      { url: '/api/me/sessions' },
      { method: 'DELETE', url: '/api/me/sessions' },
      { url: '/api/me/tokens' },
      { method: 'POST', url: '/api/me/tokens', body: { name: 'More', scopes: ['read'] } },
      { url: '/api/me/second-factor' },
      { method: 'POST', url: '/api/me/second-factor' },
      { method: 'DELETE', url: '/api/me/second-factor', body: { password: 'demo' } },
      { method: 'POST', url: '/api/me/passkeys/options' },
      { method: 'POST', url: '/api/session/confirm', body: { password: 'demo' } },
      { method: 'PATCH', url: '/api/me', body: { password: 'mellow barn tugboat', currentPassword: 'demo' } },
      { method: 'DELETE', url: '/api/session' },
    ];
    for (const one of calls) {
      const answer = await call({ ...one, headers: bearer(token) });
      expect({ call: one, status: answer.status, type: answer.body?.['type'] }).toEqual({
        call: one,
        status: 403,
        type: problem('session-needed'),
      });
    }
    expect((await me(token)).status).toBe(200);
  });

  it('are refused as cookies, in another form, and by those who have left', async () => {
    const { token: session } = await organisation.signIn('warehouse');
    const { token } = (await make(session)).made;
    expect((await call({ url: '/api/me', headers: { cookie: `__Host-millrace_session=${token}` } })).status).toBe(401);
    for (const wrong of [`${token}x`, 'mlr_', `mlr_${'A'.repeat(43)}`, token.toUpperCase()]) {
      expect((await me(wrong)).status).toBe(401);
    }
    expect((await me(token)).status).toBe(200);
    await write(`UPDATE person SET active = false WHERE login = 'warehouse'`);
    await until('the person is out', async () => (await me(token)).status === 401);
    await write(`UPDATE person SET active = true WHERE login = 'warehouse'`);
  });

  it('are looked up in the database once in 30 seconds, and gone at once when revoked elsewhere', async () => {
    const { token: session } = await organisation.signIn('cfo');
    const { token } = (await make(session)).made;
    const read = jest.spyOn(organisation.unitOfWork, 'read');
    for (let i = 0; i < 5; i += 1) expect((await me(token)).status).toBe(200);
    expect(read).toHaveBeenCalledTimes(1);
    read.mockRestore();
    await write('DELETE FROM api_token');
    await until('it is gone here too', async () => (await me(token)).status === 401);
  });

  test.each([
    ['no name', { name: '' }],
    ['no scope', { scopes: [] }],
    ['a scope of service accounts', { scopes: ['scim'] }],
    ['an unknown scope', { scopes: ['everything'] }],
    ['a life of more than a year', { days: 367 }],
    ['a life of nothing', { days: 0 }],
  ])('are not made with %s', async (_, body) => {
    const { token } = await organisation.signIn('ceo');
    expect((await make(token, body)).status).toBe(400);
  });

  it('need a session whose owner has shown who it is', async () => {
    const { token } = await organisation.signIn('ceo');
    organisation.clock.aheadMs = 16 * minute;
    expect(await make(token)).toMatchObject({ status: 403, body: { type: problem('confirm-first') } });
  });
});

describe('service accounts', () => {
  const accounts = '/api/service-accounts';
  const asAdmin = async (request: Call) =>
    call({ ...request, headers: bearer((await organisation.signIn('admin')).token) });
  const add = (body: object = {}) =>
    asAdmin({
      method: 'POST',
      url: accounts,
      body: { login: 'robot', name: 'Robot', roles: ['clerk'], ...body },
    });

  it('are for administrators, in a session', async () => {
    const { token } = await organisation.signIn('head');
    for (const method of ['GET', 'POST'] as const) {
      const body = method === 'POST' ? { body: { login: 'x', name: 'X', roles: [] } } : {};
      expect(await call({ method, url: accounts, headers: bearer(token), ...body })).toMatchObject({
        status: 403,
        body: { type: problem('admin-only') },
      });
    }
    const admin = (await organisation.signIn('admin')).token;
    const { made } = await make(admin, { scopes: ['read', 'write'] });
    expect((await call({ url: accounts, headers: bearer(made.token) })).status).toBe(403);
  });

  it('act by tokens with the rights of their roles, sign in by nothing else and are nobody to be chosen', async () => {
    const added = await add();
    expect(added).toMatchObject({ status: 201, body: { login: 'robot', roles: ['clerk'], active: true, tokens: [] } });
    const id = String(added.body?.['id']);
    const made = await asAdmin({
      method: 'POST',
      url: `${accounts}/${id}/tokens`,
      body: { name: 'Nightly', scopes: ['read', 'write'] },
    });
    const token = String(made.body?.['token']);
    expect((await me(token)).body).toMatchObject({ login: 'robot', roles: ['clerk'], name: 'Robot' });
    expect((await organisation.signIn('robot', '')).status).toBe(401);
    const people = await call({ url: '/api/people?q=robot', headers: bearer(token) });
    expect(people.body).toMatchObject({ items: [] });
    expect((await add()).status).toBe(409);
    expect((await add({ login: 'other', roles: ['king'] })).status).toBe(422);

    const change = (body: object) => asAdmin({ method: 'PATCH', url: `${accounts}/${id}`, body });
    expect((await change({ roles: ['lawyer'] })).body).toMatchObject({
      roles: ['lawyer'],
      tokens: [{ name: 'Nightly' }],
    });
    expect((await me(token)).body).toMatchObject({ roles: ['lawyer'] });
    expect((await change({ active: false })).body).toMatchObject({ active: false });
    expect((await me(token)).status).toBe(401);
    const more = { method: 'POST', url: `${accounts}/${id}/tokens`, body: { name: 'x', scopes: ['read'] } } as const;
    expect((await asAdmin(more)).status).toBe(409);
    expect((await change({ active: true })).status).toBe(200);
    const revoke = { method: 'DELETE', url: `${accounts}/${id}/tokens/${String(made.body?.['id'])}` } as const;
    expect((await asAdmin(revoke)).status).toBe(204);
    expect((await me(token)).status).toBe(401);
    const verbs = await write('SELECT verb FROM audit_entry WHERE object_id = $1 ORDER BY id', [id]);
    expect(verbs.map(({ verb }) => verb)).toEqual([
      'service-account.added',
      'api-token.made',
      'session.refused',
      'roles.changed',
      'service-account.changed',
      'service-account.changed',
      'service-account.changed',
      'api-token.revoked',
    ]);
  });

  it('are no people, and people are none of them', async () => {
    const [person] = await write(`SELECT id FROM person WHERE login = 'cfo'`);
    const url = `${accounts}/${String(person?.['id'])}`;
    expect((await asAdmin({ method: 'PATCH', url, body: { active: false } })).status).toBe(404);
    expect(
      (await asAdmin({ method: 'POST', url: `${url}/tokens`, body: { name: 'x', scopes: ['read'] } })).status,
    ).toBe(404);
  });

  it('reach nothing but provisioning with the scope for it alone', async () => {
    const { body } = await add({ login: 'provisioner', roles: ['admin'] });
    const made = await asAdmin({
      method: 'POST',
      url: `${accounts}/${String(body?.['id'])}/tokens`,
      body: { name: 'SCIM', scopes: ['scim'] },
    });
    expect(await me(String(made.body?.['token']))).toMatchObject({
      status: 403,
      body: { type: problem('scope-missing') },
    });
  });
});
