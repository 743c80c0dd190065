import type { ChangedSubstitutionView } from '../../src/organisation/substitution/substitution-view.js';
import { KnownStreams } from '../../src/organisation/substitution/known-streams.js';
import { OrganisationApp, bearer } from './organisation-app.js';

const hourMs = 3_600_000;

describe('substitutions', () => {
  let organisation: OrganisationApp;
  const tokens = new Map<string, string>();

  beforeAll(async () => {
    organisation = await OrganisationApp.start();
    organisation.app.get(KnownStreams).use((key) => ['contracts', 'invoices'].includes(key));
  });
  afterAll(() => organisation?.stop());
  afterEach(async () => {
    organisation.clock.aheadMs = 0;
    await organisation.write('DELETE FROM substitution');
    await organisation.directory.reload();
  });

  /** Hours from the present of the test. */
  const at = (hours: number) => new Date(organisation.clock.now().getTime() + hours * hourMs).toISOString();
  const call = async (login: string, method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: object) => {
    const token = tokens.get(login) ?? (await organisation.signIn(login)).token;
    tokens.set(login, token);
    const url = `/api/substitutions${path}`;
    return organisation.call({ method, url, headers: bearer(token), ...(body === undefined ? {} : { body }) });
  };
  const add = async (login: string, body: object) => {
    const answer = await call(login, 'POST', '', { startsAt: at(-1), endsAt: at(2), ...body });
    expect(answer.status).toBe(201);
    return answer.body as unknown as ChangedSubstitutionView;
  };
  const list = async (login: string, query = '') =>
    ((await call(login, 'GET', query)).body?.['items'] ?? []) as { id: string; state: string }[];
  const jobs = () =>
    organisation.write(
      `SELECT key, run_at FROM graphile_worker.jobs WHERE task_identifier = 'routes.apply-substitutions'`,
    );

  it('are entered by the absent, with limits and both names, and are in force at once', async () => {
    const limits = { streams: ['contracts'], maxAmount: { amount: '10000', currency: 'EUR' }, reason: 'Holiday' };
    const answer = await call('lawyer', 'POST', '', {
      substitute: 'head',
      startsAt: at(-1),
      endsAt: at(2),
      ...limits,
    });
    expect(answer).toMatchObject({
      status: 201,
      body: {
        absent: { login: 'lawyer' },
        substitute: { login: 'head' },
        state: 'running',
        createdBy: { login: 'lawyer' },
        warnings: [],
        ...limits,
      },
    });
    expect(answer.headers['location']).toBe(`/api/substitutions/${String(answer.body?.['id'])}`);
    const [held] = organisation.directory.snapshot().substitutions;
    expect(held).toMatchObject({ streams: ['contracts'], maxAmount: { amount: '10000', currency: 'EUR' } });
    const me = await organisation.me(bearer((await organisation.signIn('head')).token));
    expect(me.body?.['substitutes']).toMatchObject({ actsFor: [{ login: 'lawyer' }], absence: null });
    expect((await jobs()).map(({ key }) => String(key).replace(/:.*:/, ':id:')).sort()).toEqual([
      'routes.apply-substitutions',
      'routes.apply-substitutions:id:end',
    ]);
  });

  it('may name nobody who acts meanwhile, with a warning; somebody can be named later, and taken back', async () => {
    const alone = await add('lawyer', { reason: 'Ill' });
    expect(alone).toMatchObject({ absent: { login: 'lawyer' }, substitute: null, state: 'running' });
    expect(alone.warnings).toEqual([expect.objectContaining({ code: 'nobody-present' })]);
    expect(alone.warnings[0]?.message).toContain('no substitute is named');
    const { token } = await organisation.signIn('lawyer');
    expect((await organisation.me(bearer(token))).body?.['substitutes']).toMatchObject({
      absence: { substitute: null },
    });
    const named = await call('lawyer', 'PATCH', `/${alone.id}`, { substitute: 'head' });
    expect(named).toMatchObject({ status: 200, body: { substitute: { login: 'head' }, warnings: [] } });
    expect((await call('lawyer', 'PATCH', `/${alone.id}`, { substitute: null })).body).toMatchObject({
      substitute: null,
      warnings: [{ code: 'nobody-present' }],
    });
    const others = await add('lawyer', { substitute: 'cfo' });
    expect(others.warnings).toEqual([]);
    expect(await list('lawyer')).toHaveLength(4);
  });

  it('of others are entered by the head of their unit and by administrators only', async () => {
    const period = { startsAt: at(0), endsAt: at(2) };
    const wished = { absent: 'manager', substitute: 'manager2', ...period };
    expect((await call('head', 'POST', '', wished)).status).toBe(201);
    expect((await call('ceo', 'POST', '', wished)).status).toBe(201);
    expect((await call('admin', 'POST', '', { ...wished, absent: 'CFO' })).status).toBe(201);
    for (const login of ['manager2', 'lawyer']) {
      expect(await call(login, 'POST', '', wished)).toMatchObject({
        status: 403,
        body: { type: 'urn:millrace:problem:not-your-substitution' },
      });
    }
    expect((await call('head', 'POST', '', { ...wished, absent: 'lawyer' })).status).toBe(403);
  });

  it.each<[string, object, number, string]>([
    ['oneself', { substitute: 'lawyer' }, 422, 'substitute'],
    ['nobody', { substitute: 'nobody' }, 422, 'substitute'],
    ['somebody who left', { substitute: 'warehouse' }, 422, 'substitute'],
    ['an absent nobody', { absent: 'nobody' }, 422, 'absent'],
    ['a time of another age', { startsAt: '0000-01-01T00:00:00Z' }, 400, 'startsAt'],
    ['a past period', { endsAt: '2020-01-02T00:00:00Z', startsAt: '2020-01-01T00:00:00Z' }, 422, 'endsAt'],
    ['an end before the start', { startsAt: '2999-01-01T00:00:00Z' }, 422, 'endsAt'],
    ['a stream that is not there', { streams: ['contracts', 'dreams'] }, 422, 'streams[1]'],
    ['an amount below zero', { maxAmount: { amount: '-1', currency: 'EUR' } }, 422, 'maxAmount.amount'],
    ['a currency that is none', { maxAmount: { amount: '1', currency: 'XYZ' } }, 422, 'maxAmount.currency'],
    ['a currency of another form', { maxAmount: { amount: '1', currency: 'euro' } }, 400, 'maxAmount.currency'],
    ['an amount of another form', { maxAmount: { amount: '1e3', currency: 'EUR' } }, 400, 'maxAmount.amount'],
    ['a list for an amount', { maxAmount: [] }, 400, 'maxAmount'],
    ['a number for an amount', { maxAmount: 5 }, 400, 'maxAmount'],
    ['no stream of all', { streams: [] }, 400, 'streams'],
    ['streams that are no keys', { streams: [1, null] }, 400, 'streams'],
    ['a time without its zone', { endsAt: '2999-01-01T00:00:00' }, 400, 'endsAt'],
    ['a day that is not there', { endsAt: '2999-02-30T00:00:00Z' }, 400, 'endsAt'],
    ['a substitute that is no name', { substitute: '' }, 400, 'substitute'],
    ['a part of the work for nobody', { substitute: null, streams: ['contracts'] }, 422, 'streams'],
    ['an amount for nobody', { substitute: null, maxAmount: { amount: '1', currency: 'EUR' } }, 422, 'maxAmount'],
    ['a name for the database to choke on', { substitute: 'a\0b' }, 400, 'substitute'],
    ['a reason for the database to choke on', { reason: 'a\0b' }, 400, 'reason'],
    ['something else', { colour: 'red' }, 400, 'colour'],
  ])('refuse %s, saying where', async (_, wrong, status, path) => {
    await organisation.write(`UPDATE person SET active = login <> 'warehouse'`);
    await organisation.directory.reload();
    const wished = { substitute: 'head', startsAt: at(-1), endsAt: at(2), ...wrong };
    const answer = await call('lawyer', 'POST', '', wished);
    expect(answer).toMatchObject({ status, body: { errors: [expect.objectContaining({ path })] } });
    expect(await organisation.write('SELECT FROM substitution')).toEqual([]);
  });

  it('that leave nobody present are allowed with a warning that says from when', async () => {
    await add('cfo', { substitute: 'lawyer', startsAt: at(5), endsAt: at(9) });
    const ring = await add('lawyer', { substitute: 'cfo', startsAt: at(1), endsAt: at(8) });
    const [from] = /\d{4}-\S+Z/.exec(ring.warnings[0]?.message ?? '') ?? [];
    expect(ring.warnings).toEqual([expect.objectContaining({ code: 'nobody-present' })]);
    expect(Math.abs(Date.parse(from ?? '') - Date.parse(at(5)))).toBeLessThan(60_000);
    await organisation.write(`DELETE FROM substitution WHERE id = $1`, [ring.id]);
    await organisation.directory.reload();
    expect((await add('lawyer', { substitute: 'cfo', startsAt: at(1), endsAt: at(4.9) })).warnings).toEqual([]);
    const other = { substitute: 'cfo', startsAt: at(1), endsAt: at(8), streams: ['contracts'] };
    expect((await add('lawyer', other)).warnings).toHaveLength(1);
  });

  it('are shown to those whom they concern, and found by person and time', async () => {
    const running = await add('lawyer', { substitute: 'accountant' });
    const planned = await add('head', { absent: 'manager', substitute: 'manager2', startsAt: at(5), endsAt: at(6) });
    const ids = async (login: string, query = '') => (await list(login, query)).map(({ id }) => id);
    expect(await ids('admin')).toEqual([planned.id, running.id]);
    expect(await ids('lawyer')).toEqual([running.id]);
    expect(await ids('accountant')).toEqual([running.id]);
    expect(await ids('manager2')).toEqual([planned.id]);
    expect(await ids('head')).toEqual([planned.id]);
    expect(await ids('ceo')).toEqual([planned.id, running.id]);
    expect(await ids('clerk')).toEqual([]);
    expect(await ids('admin', '?person=accountant')).toEqual([running.id]);
    expect(await ids('admin', '?person=nobody')).toEqual([]);
    expect(await ids('admin', '?active=true')).toEqual([running.id]);
    expect(await ids('admin', '?active=false')).toEqual([planned.id]);
    const first = await call('admin', 'GET', '?limit=1');
    expect(first.body).toMatchObject({ items: [{ id: planned.id }], nextCursor: planned.id });
    expect(await ids('admin', `?limit=1&cursor=${planned.id}`)).toEqual([running.id]);
    for (const query of ['?active=perhaps', '?limit=0', '?cursor=x', '?person=', '?person=a&person=b']) {
      expect((await call('admin', 'GET', query)).status).toBe(400);
    }
  });

  it('that run are shortened, extended and ended, never lost; those that have not begun are removed', async () => {
    const running = await add('lawyer', { substitute: 'head' });
    const path = `/${running.id}`;
    const endsAt = at(10);
    expect(await call('lawyer', 'PATCH', path, { endsAt })).toMatchObject({ status: 200, body: { endsAt } });
    expect((await jobs()).find(({ key }) => key === `routes.apply-substitutions:${running.id}:end`)).toMatchObject({
      run_at: new Date(endsAt),
    });
    expect((await call('lawyer', 'PATCH', path, { startsAt: at(1) })).status).toBe(409);
    expect((await call('lawyer', 'PATCH', path, { endsAt: at(-0.5) })).status).toBe(422);
    expect((await call('head', 'PATCH', path, { endsAt })).status).toBe(403);
    expect((await call('clerk', 'DELETE', path)).status).toBe(404);
    expect((await call('lawyer', 'DELETE', '/01a20546-f938-71e1-a3dc-fcff43e181cf')).status).toBe(404);
    expect((await call('lawyer', 'DELETE', '/x')).status).toBe(404);
    expect((await call('lawyer', 'DELETE', path)).status).toBe(204);
    expect(await list('lawyer')).toMatchObject([{ id: running.id, state: 'ended' }]);
    expect(organisation.directory.snapshot().substitutions).toEqual([]);
    expect((await call('lawyer', 'DELETE', path)).status).toBe(409);
    const planned = await add('lawyer', { substitute: 'head', startsAt: at(1), endsAt: at(2) });
    expect((await call('lawyer', 'PATCH', `/${planned.id}`, { startsAt: at(1.5) })).status).toBe(200);
    expect((await call('lawyer', 'DELETE', `/${planned.id}`)).status).toBe(204);
    expect((await list('lawyer')).map(({ id }) => id)).toEqual([running.id]);
    const left = (await jobs()).filter(({ key }) => [running.id, planned.id].some((id) => String(key).includes(id)));
    expect(left).toEqual([]);
  });

  it('that run keep on record what held before another substitute or other limits', async () => {
    const running = await add('lawyer', { substitute: 'head', streams: ['contracts'] });
    const changed = await call('lawyer', 'PATCH', `/${running.id}`, { substitute: 'cfo', streams: null });
    expect(changed).toMatchObject({
      status: 200,
      body: { id: running.id, substitute: { login: 'cfo' }, streams: null },
    });
    const all = await list('lawyer');
    expect(all).toHaveLength(2);
    expect(all).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ substitute: expect.objectContaining({ login: 'cfo' }), state: 'running' }),
        expect.objectContaining({
          substitute: expect.objectContaining({ login: 'head' }),
          state: 'ended',
          startsAt: running.startsAt,
          streams: ['contracts'],
        }),
      ]),
    );
    expect((await call('lawyer', 'PATCH', `/${running.id}`, { substitute: 'lawyer' })).status).toBe(422);
    expect((await call('lawyer', 'PATCH', `/${running.id}`, { reason: 'Ill' })).status).toBe(200);
    expect(await list('lawyer')).toHaveLength(2);
  });
});
