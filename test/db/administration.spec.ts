import { Administrator } from './administrator.js';
import { OrganisationApp, bearer } from './organisation-app.js';

let organisation: OrganisationApp;
let admin: Administrator;

beforeAll(async () => {
  organisation = await OrganisationApp.start();
  admin = await Administrator.of(organisation);
});

afterAll(() => organisation?.stop());

afterEach(() => {
  organisation.clock.aheadMs = 0;
});

const problem = (code: string) => `urn:millrace:problem:${code}`;
const ask: Administrator['ask'] = (...values) => admin.ask(...values);
const change: Administrator['change'] = (...values) => admin.change(...values);
const audited: Administrator['audited'] = (verb) => admin.audited(verb);

const everybodyElse = [
  ['GET', '/api/accounts'],
  ['GET', '/api/roles'],
  ['GET', '/api/people/manager'],
  ['POST', '/api/people'],
  ['PATCH', '/api/people/manager'],
  ['POST', '/api/people/manager/deactivate'],
  ['POST', '/api/people/manager/reactivate'],
  ['POST', '/api/people/manager/invitation'],
  ['PUT', '/api/roles/manager'],
  ['POST', '/api/units'],
  ['PATCH', '/api/units/sales'],
  ['DELETE', '/api/units/sales'],
  ['POST', '/api/posts'],
  ['PATCH', '/api/posts/manager'],
  ['DELETE', '/api/posts/manager'],
  ['POST', '/api/groups'],
  ['PATCH', '/api/groups/board'],
  ['DELETE', '/api/groups/board'],
  ['PUT', '/api/calendars/default'],
  ['DELETE', '/api/calendars/default'],
] as const;

describe('the organisation', () => {
  it.each(everybodyElse)('is administered by administrators only: %s %s', async (method, url) => {
    const { token } = await organisation.signIn('head');
    const answer = await organisation.call({ method, url, headers: bearer(token) });
    expect(answer).toMatchObject({ status: 403, body: { type: problem('admin-only') } });
  });

  it('gives rights only in a session whose owner has just shown who it is', async () => {
    organisation.clock.aheadMs = 20 * 60_000;
    for (const [method, url] of [
      ['POST', '/api/people'],
      ['PATCH', '/api/people/manager'],
      ['POST', '/api/posts'],
      ['POST', '/api/groups'],
    ] as const) {
      expect(await ask(method, url, {})).toMatchObject({ status: 403, body: { type: problem('confirm-first') } });
    }
  });
});

describe('people', () => {
  it('are added, and found with their account; the log tells who added them', async () => {
    const person = { login: 'Ona.K', name: 'Ona Kazlauskaitė', email: 'ona@gamma-trade.example', language: 'lt' };
    const added = await ask('POST', '/api/people', { ...person, roles: ['manager'], posts: ['lawyer'] });
    expect(added).toMatchObject({
      status: 201,
      body: { login: 'ona.k', active: true, roles: ['manager'], posts: [{ key: 'lawyer' }], signsInBy: [], version: 1 },
    });
    expect(added.headers['location']).toBe(`/api/people/${added.body['id']}`);
    const listed = await ask('GET', '/api/accounts?q=kazlauskaite%20ona');
    expect(listed.body).toMatchObject({ total: 1, items: [{ login: 'ona.k', units: [{ key: 'legal' }] }] });
    expect((await ask('GET', '/api/accounts?state=invited&unit=legal')).body).toMatchObject({ total: 1 });
    expect(await audited('person.added')).toMatchObject({
      after: { login: 'ona.k', roles: ['manager'], posts: ['lawyer'] },
    });
    expect(await ask('POST', '/api/people', person)).toMatchObject({
      status: 409,
      body: { type: problem('login-taken') },
    });
    expect(await ask('POST', '/api/people', { login: 'x', name: 'X', roles: ['no-such'] })).toMatchObject({
      status: 422,
    });
    expect(await ask('POST', '/api/people', { login: 'x', name: 'X', email: 'no address' })).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'email' }] },
    });
  });

  it('come in pages that miss nobody', async () => {
    const all = (await ask('GET', '/api/accounts?limit=200')).body;
    const logins: string[] = [];
    let cursor = '';
    do {
      const page = (await ask('GET', `/api/accounts?limit=4${cursor && `&cursor=${cursor}`}`)).body;
      logins.push(...page.items.map(({ login }) => login));
      cursor = page.nextCursor ?? '';
    } while (cursor !== '');
    expect(logins).toEqual(all.items.map(({ login }) => login));
    expect(logins).toHaveLength(Number(all['total']));
    expect((await ask('GET', '/api/accounts?cursor=nonsense')).status).toBe(400);
  });

  it('are changed by one administrator at a time, in fields, roles and posts', async () => {
    const first = await ask('GET', '/api/people/warehouse');
    const tag = { 'if-match': String(first.headers['etag']) };
    const wish = {
      name: 'Store Keeper',
      phone: '+370 600 00000',
      roles: ['clerk'],
      posts: ['warehouse', 'secretary'],
      calendar: 'poland',
    };
    expect(await ask('PATCH', '/api/people/warehouse', wish, tag)).toMatchObject({
      status: 200,
      body: { ...wish, posts: [{ key: 'secretary' }, { key: 'warehouse' }], version: 2 },
    });
    expect(await ask('PATCH', '/api/people/warehouse', { name: 'Other' }, tag)).toMatchObject({
      status: 412,
      body: { type: problem('changed-meanwhile') },
    });
    expect(await ask('PATCH', '/api/people/warehouse', { name: 'Other' })).toMatchObject({ status: 412 });
    expect(await audited('person.changed')).toMatchObject({
      before: { posts: ['warehouse'], calendar: null },
      after: { name: 'Store Keeper', posts: ['warehouse', 'secretary'], calendar: 'poland' },
    });
    expect(await audited('roles.changed')).toMatchObject({ after: { roles: ['clerk'] } });
    expect((await ask('GET', '/api/posts/secretary')).body['holders']).toHaveLength(2);
    expect(await change('/api/people/warehouse', { posts: ['no-such'] })).toMatchObject({ status: 422 });
    expect(await change('/api/people/warehouse', { calendar: 'mars' })).toMatchObject({ status: 422 });
    expect(await ask('GET', '/api/people/nobody')).toMatchObject({ status: 404 });
  });

  it('who leave are out at once, in every session and with every token, and can come back', async () => {
    const { token } = await organisation.signIn('secretary');
    const made = await organisation.call({
      ...{ method: 'POST', url: '/api/me/tokens', headers: bearer(token), body: { name: 'T', scopes: ['read'] } },
    });
    const key = String(made.body?.['token']);
    expect((await organisation.me(bearer(key))).status).toBe(200);
    const left = await ask('POST', '/api/people/secretary/deactivate');
    expect(left).toMatchObject({ status: 200, body: { active: false, posts: [{ key: 'secretary' }] } });
    for (const gone of [token, key]) expect((await organisation.me(bearer(gone))).status).toBe(401);
    expect((await organisation.signIn('secretary')).status).toBe(401);
    expect((await ask('GET', '/api/posts/secretary')).body['holders']).not.toContainEqual(
      expect.objectContaining({ login: 'secretary' }),
    );
    expect(await audited('person.closed')).toMatchObject({ before: { active: true }, after: { active: false } });
    expect((await ask('POST', '/api/people/secretary/reactivate')).body).toMatchObject({ active: true });
    expect((await organisation.signIn('secretary')).status).toBe(201);
    for (const gone of [token, key]) expect((await organisation.me(bearer(gone))).status).toBe(401);
  });

  it('never lock out the last administrator, nor themselves', async () => {
    expect(await ask('POST', '/api/people/admin/deactivate')).toMatchObject({ body: { type: problem('own-account') } });
    await change('/api/posts/admin', { holders: [] });
    expect(await change('/api/people/admin', { roles: ['clerk'], posts: [] })).toMatchObject({
      status: 409,
      body: { type: problem('last-administrator') },
    });
    expect((await ask('GET', '/api/people/admin')).body).toMatchObject({ roles: ['admin'] });
  });

  it('are invited by a letter whose link sets the first password; a newer one takes its place', async () => {
    const person = {
      login: 'jonas',
      name: 'Jonas Jonaitis',
      email: 'jonas@gamma-trade.example',
      language: 'lt',
      invite: true,
    };
    expect((await ask('POST', '/api/people', person)).body['invitedUntil']).not.toBeNull();
    const token = () => /new-password#([\w-]{43})/.exec(organisation.letters.at(-1)?.html ?? '')?.[1] ?? '';
    const first = token();
    expect(organisation.letters.at(-1)).toMatchObject({
      kind: 'organisation/invitation',
      to: { address: person.email },
    });
    expect((await ask('POST', '/api/people/jonas/invitation')).status).toBe(202);
    const second = token();
    const choose = (link: string, password = 'mellow barn tugboat') =>
      organisation.call({ method: 'POST', url: '/api/new-password', body: { token: link, password } });
    expect((await choose(first)).status).toBe(422);
    organisation.clock.aheadMs = 8 * 24 * 3_600_000;
    expect((await choose(second)).status).toBe(422);
    organisation.clock.aheadMs = 0;
    expect((await choose(second)).status).toBe(204);
    expect((await organisation.signIn('jonas', 'mellow barn tugboat')).status).toBe(201);
    expect(await ask('POST', '/api/people/jonas/invitation')).toMatchObject({
      body: { type: problem('has-password') },
    });
    expect(await ask('POST', '/api/people', { login: 'nomail', name: 'N', invite: true })).toMatchObject({
      status: 409,
      body: { type: problem('no-email') },
    });
    expect((await ask('GET', '/api/people/nomail')).status).toBe(404);
  });
});

describe('units', () => {
  it('are added, renamed, moved and removed, and never stand in a ring', async () => {
    const unit = { key: 'export', name: { en: 'Export', lt: 'Eksportas' }, parent: 'sales', head: 'manager' };
    const added = await ask('POST', '/api/units', unit);
    expect(added).toMatchObject({ status: 201, body: { name: 'Export', head: { login: 'manager' }, calendar: null } });
    expect(added.headers['etag']).toBe('"v1"');
    expect(await ask('POST', '/api/units', unit)).toMatchObject({ status: 409, body: { type: problem('key-taken') } });
    expect(await change('/api/units/sales', { parent: 'export' })).toMatchObject({
      status: 422,
      body: { type: problem('ring'), errors: [{ path: 'parent' }] },
    });
    expect(await change('/api/units/sales', { parent: 'sales' })).toMatchObject({ status: 422 });
    expect(await ask('PATCH', '/api/units/export', { name: 'Abroad' }, { 'if-match': '"v7"' })).toMatchObject({
      status: 412,
    });
    expect(
      await change('/api/units/export', { name: 'Abroad', parent: 'legal', head: null, calendar: 'poland' }),
    ).toMatchObject({
      status: 200,
      body: { name: 'Abroad', head: null, calendar: 'poland' },
    });
    expect(await audited('unit.changed')).toMatchObject({
      before: { name: unit.name },
      after: { name: 'Abroad', head: null },
    });
    expect(await change('/api/units/export', { head: 'nobody' })).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'head' }] },
    });
    expect(await ask('DELETE', '/api/units/sales', undefined, { 'if-match': '*' })).toMatchObject({
      status: 409,
      body: { type: problem('unit-in-use') },
    });
    expect(await ask('DELETE', '/api/units/export', undefined, { 'if-match': '*' })).toMatchObject({ status: 204 });
    expect(await ask('GET', '/api/units/export')).toMatchObject({ status: 404 });
  });

  it('moved at the same moment by two administrators do not become a ring', async () => {
    for (const key of ['left', 'right']) await ask('POST', '/api/units', { key, name: key, parent: 'company' });
    const answers = await Promise.all([
      ask('PATCH', '/api/units/left', { parent: 'right' }, { 'if-match': '*' }),
      ask('PATCH', '/api/units/right', { parent: 'left' }, { 'if-match': '*' }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 422]);
    const { items } = (await ask('GET', '/api/units')).body;
    expect(items.map(({ key }) => key)).toEqual(expect.arrayContaining(['left', 'right']));
  });
});

describe('posts and groups', () => {
  it('are held by several people, and give the roles of their key', async () => {
    const post = { key: 'cashier', name: 'Cashier', unit: 'company', holders: ['manager', 'manager2'] };
    expect(await ask('POST', '/api/posts', post)).toMatchObject({ status: 201, body: { unit: 'company', version: 1 } });
    expect((await ask('GET', '/api/people/manager')).body['allRoles']).toContain('cashier');
    expect(await change('/api/posts/cashier', { holders: ['clerk'] })).toMatchObject({
      body: { holders: [{ login: 'clerk' }] },
    });
    expect(await change('/api/posts/cashier', { holders: ['nobody'] })).toMatchObject({
      body: { errors: [{ path: 'holders[0]' }] },
    });
    expect(await ask('DELETE', '/api/posts/cashier', undefined, { 'if-match': '*' })).toMatchObject({
      body: { type: problem('post-held') },
    });
    await change('/api/posts/cashier', { holders: [] });
    expect((await ask('DELETE', '/api/posts/cashier', undefined, { 'if-match': '*' })).status).toBe(204);
    expect(await audited('post.removed')).toMatchObject({ before: { key: 'cashier', holders: [] } });
  });

  it('give roles to the members of a group as long as they are in it', async () => {
    const group = {
      key: 'board',
      name: { en: 'Board', lt: 'Valdyba' },
      members: ['ceo', 'cfo', 'manager'],
      roles: ['head'],
    };
    expect(await ask('POST', '/api/groups', group)).toMatchObject({ status: 201, body: { roles: ['head'] } });
    const account = async () => (await ask('GET', '/api/people/manager')).body;
    expect(await account()).toMatchObject({ groups: ['board'], allRoles: expect.arrayContaining(['head']) });
    await change('/api/groups/board', { members: ['ceo', 'cfo'] });
    expect((await account())['allRoles']).not.toContain('head');
    expect(await audited('group.changed')).toMatchObject({ before: { roles: ['head'] } });
    expect(await change('/api/groups/board', { roles: ['no-such'] })).toMatchObject({ status: 422 });
    expect((await ask('DELETE', '/api/groups/board', undefined, { 'if-match': '*' })).status).toBe(204);
  });
});

describe('working calendars', () => {
  const week = { mon: [{ from: '08:00', to: '12:00' }] };

  it('are kept for units and people, checked whole, and not taken from who has them', async () => {
    const calendar = {
      timeZone: 'Europe/Vilnius',
      week,
      exceptions: [{ date: '2027-06-24', intervals: [], name: 'Joninės' }],
    };
    expect(await ask('PUT', '/api/calendars/shift', calendar)).toMatchObject({
      status: 201,
      body: { version: 1, units: 0 },
    });
    expect(await ask('PUT', '/api/calendars/shift', calendar)).toMatchObject({ status: 412 });
    const wrong = { ...calendar, timeZone: 'Mars/Base', exceptions: [{ date: '2027-02-30' }] };
    expect(await ask('PUT', '/api/calendars/shift', wrong, { 'if-match': '"v1"' })).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'timeZone' }, { path: 'exceptions[0].date' }] },
    });
    expect(
      await ask('PUT', '/api/calendars/shift', { ...calendar, exceptions: [] }, { 'if-match': '"v1"' }),
    ).toMatchObject({
      status: 200,
      body: { version: 2, exceptions: [] },
    });
    await change('/api/people/lawyer', { calendar: 'shift' });
    expect(organisation.directory.snapshot().personByLogin.get('lawyer')?.calendarKey).toBe('shift');
    expect(await ask('DELETE', '/api/calendars/shift', undefined, { 'if-match': '*' })).toMatchObject({
      body: { type: problem('calendar-in-use') },
    });
    await change('/api/people/lawyer', { calendar: null });
    expect((await ask('DELETE', '/api/calendars/shift', undefined, { 'if-match': '*' })).status).toBe(204);
  });
});
