import { Administrator } from './administrator.js';
import { OrganisationApp } from './organisation-app.js';

let organisation: OrganisationApp;
let admin: Administrator;

beforeAll(async () => {
  organisation = await OrganisationApp.start();
  admin = await Administrator.of(organisation);
});

afterAll(() => organisation?.stop());

const problem = (code: string) => `urn:millrace:problem:${code}`;
const ask: Administrator['ask'] = (...values) => admin.ask(...values);
const change: Administrator['change'] = (...values) => admin.change(...values);

describe('what was', () => {
  const headOn = async (day: string) => (await ask('GET', `/api/units/purchase?on=${day}`)).body.head?.login ?? null;

  /** A session lasts 12 hours; later days need a new one. */
  async function on(day: string): Promise<void> {
    organisation.clock.aheadMs = Date.parse(`${day}T10:00:00Z`) - Date.now();
    await admin.signIn();
  }

  it('tells who headed a unit in March, who held a post and who was a member', async () => {
    await on('2027-02-01');
    await ask('POST', '/api/units', { key: 'purchase', name: 'Purchase', parent: 'company', head: 'manager' });
    await ask('POST', '/api/posts', { key: 'buyer', name: 'Buyer', unit: 'purchase', holders: ['clerk'] });
    await on('2027-03-20');
    await change('/api/units/purchase', { head: 'manager2', name: 'Buying' });
    await on('2027-05-03');
    await change('/api/units/purchase', { head: 'head' });
    await change('/api/posts/buyer', { holders: ['lawyer'] });
    expect(await headOn('2027-03-15')).toBe('manager');
    expect(await headOn('2027-03-20')).toBe('manager2');
    expect(await headOn('2027-05-02')).toBe('manager2');
    expect(await headOn('2027-05-03')).toBe('head');
    expect((await ask('GET', '/api/units/purchase?on=2027-01-15')).status).toBe(404);
    expect((await ask('GET', '/api/units/purchase?on=2028-01-15')).body).toMatchObject({
      type: problem('day-to-come'),
    });
    expect((await ask('GET', '/api/units/purchase?on=2027-02-30')).status).toBe(400);
    const march = (await ask('GET', '/api/units?on=2027-03-15')).body.items;
    expect(march.find(({ key }) => key === 'purchase')).toMatchObject({
      name: 'Purchase',
      members: [{ login: 'manager' }, { login: 'clerk' }],
      posts: [{ key: 'buyer', holders: [{ login: 'clerk' }] }],
    });
    expect((await ask('GET', '/api/units/purchase')).body).toMatchObject({ head: { login: 'head' }, name: 'Buying' });
    const { heads, posts } = (await ask('GET', '/api/units/purchase/history')).body;
    expect(heads.map(({ login, until }) => [login, until?.slice(0, 10) ?? null])).toEqual([
      ['head', null],
      ['manager2', '2027-05-03'],
      ['manager', '2027-03-20'],
    ]);
    expect(posts).toMatchObject([{ key: 'buyer', holders: [{ login: 'lawyer', until: null }, { login: 'clerk' }] }]);
  });

  it('is told of days before it was entered, but not overwritten', async () => {
    await on('2027-06-01');
    await ask('POST', '/api/units', {
      key: 'archive',
      name: 'Archive',
      parent: 'company',
      head: 'clerk',
      since: '2026-01-01',
    });
    expect((await ask('GET', '/api/units/archive?on=2026-03-15')).body).toMatchObject({ head: { login: 'clerk' } });
    expect(await change('/api/units/archive', { head: 'lawyer', since: '2027-09-01' })).toMatchObject({
      body: { type: problem('day-to-come') },
    });
    expect(await change('/api/units/archive', { head: 'lawyer', since: '2027-04-01' })).toMatchObject({ status: 200 });
    expect((await ask('GET', '/api/units/archive?on=2027-03-31')).body).toMatchObject({ head: { login: 'clerk' } });
    expect((await ask('GET', '/api/units/archive?on=2027-04-01')).body).toMatchObject({ head: { login: 'lawyer' } });
    expect(await change('/api/units/archive', { head: 'manager', since: '2027-02-01' })).toMatchObject({
      body: { type: problem('changed-since') },
    });
  });

  it('goes back, for what was there before records were kept, as far as anybody knows', async () => {
    await organisation.write(`UPDATE unit_past SET since = '-infinity' WHERE key = 'sales'`);
    await on('2027-06-02');
    expect((await ask('GET', '/api/units/sales/history')).body['heads']).toMatchObject([
      { login: 'head', since: null, until: null },
    ]);
  });

  describe('of a unit that is closed', () => {
    const close = async (unit: string, body: object) => {
      const { headers } = await ask('GET', `/api/units/${unit}`);
      return ask('POST', `/api/units/${unit}/close`, body, { 'if-match': String(headers['etag']) });
    };
    const keys = async (query: string) =>
      (await ask('GET', `/api/units${query}`)).body.items
        .map(({ key }) => key)
        .filter((key) => key.startsWith('fleet'));

    it('stays, with who headed it in March, while nobody is in it any more', async () => {
      await on('2027-07-01');
      await ask('POST', '/api/units', { key: 'fleet', name: 'Fleet', parent: 'company', head: 'manager' });
      await ask('POST', '/api/units', { key: 'fleet-east', name: 'East', parent: 'fleet' });
      await ask('POST', '/api/posts', { key: 'driver', name: 'Driver', unit: 'fleet', holders: ['clerk', 'lawyer'] });
      await on('2027-08-10');
      expect((await ask('GET', '/api/units/fleet/closing')).body).toEqual({
        ...{ below: ['East'], people: 3, documents: 0, assignments: 0 },
        posts: [{ key: 'driver', name: 'Driver', holders: 2 }],
      });
      expect(await close('fleet', {})).toMatchObject({ status: 409, body: { type: problem('unit-in-use') } });
      expect((await close('fleet-east', { since: '2027-08-05' })).status).toBe(204);
      expect((await close('fleet', { to: 'fleet' })).body).toMatchObject({ type: problem('same-unit') });
      expect((await close('fleet', { to: 'fleet-east' })).body).toMatchObject({ type: problem('unit-closed') });
      const early = await close('fleet', { since: '2027-08-01', to: 'sales' });
      expect(early.body).toMatchObject({ type: problem('changed-since') });
      expect((await close('fleet', { since: '2027-08-05', to: 'sales' })).status).toBe(204);
      expect(await admin.audited('unit.closed')).toMatchObject({
        before: { posts: ['driver'] },
        after: { head: null },
      });

      expect(await keys('')).toEqual([]);
      expect((await keys('?closed=true')).sort()).toEqual(['fleet', 'fleet-east']);
      expect((await keys('?on=2027-08-04')).sort()).toEqual(['fleet', 'fleet-east']);
      expect(await keys('?on=2027-08-05')).toEqual([]);
      expect((await ask('GET', '/api/units/fleet?on=2027-07-15')).body).toMatchObject({
        ...{ head: { login: 'manager' }, posts: [{ key: 'driver' }] },
      });
      expect((await ask('GET', '/api/units/fleet')).body).toMatchObject({
        ...{ head: null, members: [], posts: [] },
        closedAt: expect.stringMatching(/^2027-08-0[45]/) as unknown,
      });
      expect((await ask('GET', '/api/posts/driver')).body).toMatchObject({
        ...{ unit: 'sales', holders: [{ login: 'clerk' }, { login: 'lawyer' }] },
      });
      const { heads, posts } = (await ask('GET', '/api/units/fleet/history')).body;
      expect(heads).toMatchObject([{ login: 'manager', until: expect.stringMatching(/^2027-08-0[45]/) as unknown }]);
      expect(posts).toMatchObject([{ key: 'driver', holders: [{ until: expect.any(String) as unknown }, {}] }]);
    });

    it('takes nothing and nobody until it is opened again', async () => {
      expect(await close('fleet', {})).toMatchObject({ status: 409, body: { type: problem('unit-closed') } });
      expect(await change('/api/units/fleet', { head: 'clerk' })).toMatchObject({ status: 409 });
      expect(await change('/api/posts/driver', { unit: 'fleet' })).toMatchObject({ status: 422 });
      const reopen = async (unit: string) => {
        const { headers } = await ask('GET', `/api/units/${unit}`);
        return ask('POST', `/api/units/${unit}/reopen`, {}, { 'if-match': String(headers['etag']) });
      };
      expect(await reopen('fleet-east')).toMatchObject({ status: 409 });
      expect((await reopen('fleet')).status).toBe(204);
      expect(await reopen('fleet')).toMatchObject({ status: 409, body: { type: problem('unit-open') } });
      expect(await change('/api/units/fleet', { head: 'clerk' })).toMatchObject({ status: 200 });
      expect(await keys('')).toEqual(['fleet']);
    });

    it('ends its posts where they move nowhere', async () => {
      await ask('POST', '/api/posts', { key: 'fitter', name: 'Fitter', unit: 'fleet', holders: ['clerk'] });
      expect((await close('fleet', {})).status).toBe(204);
      expect((await ask('GET', '/api/posts/fitter')).status).toBe(404);
      expect((await ask('GET', '/api/units/fleet/history')).body['posts']).toMatchObject([
        { key: 'fitter', holders: [{ login: 'clerk', until: expect.any(String) as unknown }] },
        { key: 'driver' },
      ]);
    });
  });
});
