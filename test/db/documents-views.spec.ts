import { DocumentsApp, items } from './documents-app.js';

interface View {
  readonly id: string;
  readonly name: string;
  readonly source: string;
  readonly hidden: boolean;
  readonly mayEdit: boolean;
}

let app: DocumentsApp;
beforeAll(async () => {
  app = await DocumentsApp.start();
}, 60_000);
afterAll(() => app.stop());

const draft = { stream: 'papers', name: 'Mine', columns: [{ field: 'subject', width: 240 }, { field: 'status' }] };
const create = (login: string, more: object = {}) => app.call(login, 'POST', '/api/views', { ...draft, ...more });
const views = async (login: string) => items<View>(await app.call(login, 'GET', '/api/views?stream=papers'));
const names = async (login: string) => (await views(login)).map(({ name }) => name);

describe('saved views', () => {
  it('are kept for oneself, changed and removed', async () => {
    const made = await create('clerk', {
      filter: { and: [{ field: 'kind', op: 'eq', value: 'a' }] },
      sort: '-createdAt',
    });
    expect(made.status).toBe(201);
    expect(made.headers['location']).toBe(`/api/views/${String(made.body['id'])}`);
    expect(made.body).toMatchObject({ ...draft, kind: 'table', source: 'mine', mayEdit: true, sharedWith: null });
    expect(await names('clerk')).toEqual(['Mine']);
    expect(await names('head')).toEqual([]);
    const address = `/api/views/${String(made.body['id'])}`;
    const changed = await app.call('clerk', 'PATCH', address, { name: 'Renamed', kind: 'board', filter: null });
    expect(changed.body).toMatchObject({
      name: 'Renamed',
      kind: 'board',
      filter: null,
      sort: '-createdAt',
      columns: draft.columns,
    });
    for (const method of ['PATCH', 'DELETE'] as const)
      expect((await app.call('head', method, address, {})).status).toBe(404);
    expect((await app.call('clerk', 'DELETE', address)).status).toBe(204);
    expect(await names('clerk')).toEqual([]);
  });

  it('are shared with a unit by those who belong to it, with a role and with all by administrators', async () => {
    const unit = await create('manager', { name: 'Of sales', sharedWith: { kind: 'unit', key: 'sales' } });
    expect(unit.body['sharedWith']).toMatchObject({ kind: 'unit', name: 'Sales' });
    const role = await create('admin', { name: 'Of accountants', sharedWith: { kind: 'role', key: 'accountant' } });
    const all = await create('admin', { name: 'Of all', sharedWith: { kind: 'all' } });
    expect([role.status, all.status]).toEqual([201, 201]);
    expect(await names('head')).toEqual(['Of all', 'Of sales']);
    expect(await names('accountant')).toEqual(['Of accountants', 'Of all']);
    expect((await views('head')).map(({ source, mayEdit }) => [source, mayEdit])).toEqual([
      ['shared', false],
      ['shared', false],
    ]);
    const forbidden = [
      ['clerk', { kind: 'unit', key: 'sales' }],
      ['clerk', { kind: 'all' }],
      ['manager', { kind: 'role', key: 'manager' }],
      ['manager', { kind: 'unit', key: 'nowhere' }],
    ] as const;
    for (const [login, sharedWith] of forbidden) expect((await create(login, { sharedWith })).status).toBe(403);
    const address = `/api/views/${String(unit.body['id'])}`;
    expect((await app.call('head', 'PATCH', address, { name: 'Taken over' })).status).toBe(403);
    expect((await app.call('admin', 'PATCH', address, { name: 'Of our sales' })).status).toBe(200);
    expect(await names('manager')).toEqual(['Of all', 'Of our sales']);
  });

  it("stand in everybody's own order, without those that are hidden", async () => {
    const [all, sales] = await views('head');
    const order = { stream: 'papers', shown: [sales?.id, all?.id], hidden: [all?.id] };
    const arranged = await app.call('head', 'PUT', '/api/views/order', order);
    expect(items<View>(arranged).map(({ name, hidden }) => [name, hidden])).toEqual([
      ['Of our sales', false],
      ['Of all', true],
    ]);
    expect(await names('head')).toEqual(['Of our sales', 'Of all']);
    expect(await names('manager')).toEqual(['Of all', 'Of our sales']);
  });

  it('are counted, each for what its reader may see and means by "me"', async () => {
    const mine = { and: [{ field: 'responsible', op: 'eq', value: '@me' }] };
    await create('admin', { name: 'Responsible', filter: mine, sharedWith: { kind: 'all' } });
    const managers = app.actor('manager').id;
    await app.paper('clerk', { subject: 'counted' }, { responsibleId: managers });
    await app.paper('clerk', { subject: 'counted' }, { responsibleId: managers });
    await app.paper('clerk', { subject: 'counted' });
    const counts = async (login: string) => {
      const named = new Map((await views(login)).map(({ id, name }) => [id, name]));
      const answer = items<{ id: string; count: number; more: boolean }>(
        await app.call(login, 'GET', '/api/views/counts?stream=papers'),
      );
      return Object.fromEntries(answer.map(({ id, count, more }) => [named.get(id), more ? `${count}+` : count]));
    };
    expect(await counts('manager')).toEqual({ 'Of all': 2, 'Of our sales': 2, Responsible: 2 });
    expect(await counts('head')).toEqual({ 'Of our sales': 2, Responsible: 0 });
    await app.as(null, ({ tx }) =>
      tx.query(`INSERT INTO document (id, stream, number, title, status, author_id, fields, search, created_at, updated_at)
        SELECT gen_random_uuid(), 'papers', 'x-' || k, 'x', 'draft', gen_random_uuid(), '{}', 'x', now(), now() FROM generate_series(1, 1500) k`),
    );
    expect(await counts('admin')).toMatchObject({ 'Of all': '999+' });
  });

  it('are refused when they name what is not there', async () => {
    const status = async (more: object) => (await create('clerk', more)).status;
    expect(await status({ columns: [{ field: 'nothing' }] })).toBe(422);
    expect(await status({ filter: { and: [{ field: 'rank', op: 'contains', value: 'x' }] } })).toBe(422);
    expect(await status({ sort: 'nothing' })).toBe(422);
    expect(await status({ columns: [] })).toBe(400);
    expect(await status({ kind: 'pie' })).toBe(400);
    expect(await status({ name: '' })).toBe(400);
    expect(await status({ stream: 'none' })).toBe(404);
    expect((await app.call('warehouse', 'POST', '/api/views', draft)).status).toBe(404);
    expect((await app.call('clerk', 'PATCH', '/api/views/papers:all', {})).status).toBe(404);
  });
});

describe('the board', () => {
  it('has a column for each status with its first page, and leads on from there', async () => {
    for (let index = 0; index < 5; index++) await app.paper('clerk', { subject: `boarded ${index}`, rank: index });
    await app.paper('clerk', { subject: 'boarded done', rank: 9 }, { status: 'done' });
    const answer = await app.call('clerk', 'GET', '/api/streams/papers/board?q=boarded&limit=2&sort=rank&columns=rank');
    const columns = answer.body['columns'] as {
      status: string;
      count: number;
      more: boolean;
      items: { fields: object }[];
      nextCursor: string | null;
      filter: object;
    }[];
    expect(columns.map(({ status, count, more }) => [status, count, more])).toEqual([
      ['draft', 5, false],
      ['done', 1, false],
    ]);
    expect(columns[0]?.items.map(({ fields }) => fields)).toEqual([{ rank: 0 }, { rank: 1 }]);
    expect(columns[1]?.nextCursor).toBeNull();
    const rest = new URLSearchParams({
      ...{
        q: 'boarded',
        sort: 'rank',
        filter: JSON.stringify(columns[0]?.filter),
        cursor: columns[0]?.nextCursor ?? '',
      },
    });
    const next = await app.call('clerk', 'GET', `/api/streams/papers/documents?${rest.toString()}`);
    expect(items<{ fields: { rank: number } }>(next).map(({ fields }) => fields.rank)).toEqual([2, 3, 4]);
    expect((await app.call('manager', 'GET', '/api/streams/papers/board?q=boarded')).body['columns']).toMatchObject([
      { count: 0, items: [] },
      { count: 0, items: [] },
    ]);
    for (const wrong of ['filter=[]', 'filter={"or":[]}', 'sort=x', 'limit=51', 'columns=a b'])
      expect([wrong, (await app.call('clerk', 'GET', `/api/streams/papers/board?${encodeURI(wrong)}`)).status]).toEqual(
        [wrong, 400],
      );
  });
});

describe('columns of a register', () => {
  it('narrow the answer to some fields', async () => {
    await app.paper('clerk', { subject: 'narrowed', rank: 3, kind: 'a' });
    const [document] = items(
      await app.call('clerk', 'GET', '/api/streams/papers/documents?q=narrowed&columns=rank,none'),
    );
    expect(document).toMatchObject({ title: 'narrowed', fields: { rank: 3 } });
    const [bare] = items(await app.call('clerk', 'GET', '/api/streams/papers/documents?q=narrowed&columns='));
    expect(bare).toMatchObject({ title: 'narrowed', fields: {} });
  });

  it('can be filtered by ranges and by days relative to today', async () => {
    const today = new Date().toISOString().slice(0, 10);
    await app.paper('clerk', { subject: 'dated', plannedAt: today, amount: '10' });
    const found = async (field: string, value: unknown) => {
      const filter = JSON.stringify({
        and: [
          { field, op: 'between', value },
          { field: 'subject', op: 'eq', value: 'dated' },
        ],
      });
      return items(await app.call('clerk', 'GET', `/api/streams/papers/documents?filter=${encodeURIComponent(filter)}`))
        .length;
    };
    expect(await found('plannedAt', ['@today-1', '@today+1'])).toBe(1);
    expect(await found('plannedAt', [null, '@year'])).toBe(0);
    expect(await found('createdAt', ['@today-1', '@today'])).toBe(1);
    expect(await found('amount', ['10', '10'])).toBe(1);
    expect(await found('amount', [null, { amount: '9.99', currency: 'EUR' }])).toBe(0);
  });
});
