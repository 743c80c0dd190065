import type { BulkResults } from '../../src/routes/api/bulk.controller.js';
import type { Api } from '../support/api.js';
import { startApp, type RunningApp } from '../support/app.js';

interface Made {
  readonly id: string;
  readonly status: string;
  readonly version: number;
  readonly responsible: { readonly login: string } | null;
}

/** A4, E6: one errand for many documents, each with its own result. */
describe('many documents at once', () => {
  let app: RunningApp;
  let head: Api;
  let manager: Api;

  beforeAll(async () => {
    app = await startApp({ worker: false });
    [head, manager] = [await app.api('head'), await app.api('manager')];
  }, 60_000);
  afterAll(async () => {
    await app?.stop();
  }, 60_000);

  const add = (api: Api, stream: string, fields: object, more: object = {}) =>
    api.post<Made>(`/api/streams/${stream}/documents`, { fields, ...more });
  const read = (api: Api, { id }: Made) => api.get<Made>(`/api/documents/${id}`);
  const bulk = (api: Api, stream: string, body: object, headers = {}) =>
    api.post<BulkResults>(`/api/streams/${stream}/documents/bulk`, body, headers);
  const contract = async (subject: string) => {
    const client = await add(manager, 'clients', { name: `Client of ${subject}` });
    return add(manager, 'contracts', { client: client.id, kind: 'supply', subject, amount: '1500' });
  };

  it('moves clients between managers, those that one may move, and says of each what became of it', async () => {
    const clients = [];
    for (const name of ['Moved one', 'Moved two']) clients.push(await add(manager, 'clients', { name }));
    const hidden = await add(await app.api('admin'), 'clients', { name: 'Of nobody in sales' });
    const order = await contract('Not a client');
    const ids = [clients[0], hidden, order, clients[1]].map((made) => made?.id ?? '');
    const { results, done, refused } = await bulk(head, 'clients', { ids, responsible: 'manager2' });
    expect(results.map(({ id, outcome, problem }) => [id, outcome, problem?.status])).toEqual([
      [ids[0], 'done', undefined],
      [ids[1], 'refused', 404],
      [ids[2], 'refused', 404],
      [ids[3], 'done', undefined],
    ]);
    expect([done, refused]).toEqual([2, 2]);
    for (const client of clients) expect((await read(head, client)).responsible?.login).toBe('manager2');
    const { items } = await head.get<{ items: { event: string }[] }>(`/api/documents/${ids[0]}/history`);
    expect(items.map(({ event }) => event)).toContain('document.responsible-changed');
    expect((await read(await app.api('manager2'), clients[0])).id).toBe(ids[0]);
  });

  it('tells of each what takes the change back, which leaves alone what somebody changed since', async () => {
    const clients = [];
    for (const name of ['Given away', 'Given and changed']) clients.push(await add(manager, 'clients', { name }));
    const ids = clients.map(({ id }) => id);
    const { results } = await bulk(head, 'clients', { ids, responsible: 'manager2' });
    await head.patch(
      `/api/documents/${ids[1]}`,
      { fields: { name: 'Changed since' } },
      { 'if-match': `"v${results[1]?.undo?.version}"` },
    );
    const [first] = results;
    expect(first?.undo).toMatchObject({ responsible: expect.any(String) as string, status: 'active' });
    const versions = results.map(({ undo }) => undo?.version);
    const back = await bulk(head, 'clients', { ids, versions, responsible: first?.undo?.responsible });
    expect(back.results.map(({ outcome, problem }) => [outcome, problem?.status])).toEqual([
      ['done', undefined],
      ['refused', 412],
    ]);
    expect((await read(head, clients[0])).responsible?.login).toBe('manager');
    expect((await read(head, clients[1])).responsible?.login).toBe('manager2');
    const short = await head.call('POST', '/api/streams/clients/documents/bulk', {
      ...{ ids, versions: [1], status: 'active' },
    });
    expect(short.status).toBe(400);
  });

  it('starts a route for many, after which the route and nobody else gives the status', async () => {
    const [first, second] = [await contract('First'), await contract('Second')];
    await manager.post(`/api/documents/${first.id}/runs`, { route: 'sales/contract-approval' });
    const started = await bulk(manager, 'contracts', { ids: [first.id, second.id], route: 'sales/contract-approval' });
    expect(started.results.map(({ outcome, problem }) => [outcome, problem?.type])).toEqual([
      ['refused', 'urn:millrace:problem:already-running'],
      ['done', undefined],
    ]);
    expect((await read(manager, second)).status).toBe('approval');
    const free = await contract('Third');
    const moved = await bulk(manager, 'contracts', { ids: [second.id, free.id], status: 'signing' });
    expect(moved.results.map(({ outcome }) => outcome)).toEqual(['refused', 'done']);
    expect(moved.results[0]?.problem).toMatchObject({
      ...{ status: 409, type: 'urn:millrace:problem:status-kept-by-route' },
      detail: expect.stringMatching(/sets the status of this document\. It waits for .+\./) as string,
    });
    expect([(await read(manager, second)).status, (await read(manager, free)).status]).toEqual(['approval', 'signing']);
    const { version } = await read(manager, second);
    const past = await manager.call(
      'PATCH',
      `/api/documents/${second.id}`,
      { status: 'done' },
      { 'if-match': `"v${version}"` },
    );
    expect(past.status).toBe(409);
  });

  it('leaves a document alone whose route cannot start, though its person could be changed', async () => {
    const made = await contract('All or nothing');
    const { results } = await bulk(head, 'contracts', { ids: [made.id], responsible: 'manager2', route: 'no/such' });
    expect(results[0]?.problem?.status).toBe(404);
    expect((await read(manager, made)).responsible?.login).toBe('manager');
  });

  it('is carried out once under one key, and asks for something bounded', async () => {
    const made = await add(manager, 'clients', { name: 'Once' });
    const body = { ids: [made.id], status: 'inactive' };
    const key = { 'idempotency-key': 'bulk-once' };
    const first = await bulk(manager, 'clients', body, key);
    expect(first).toMatchObject({ done: 1, refused: 0 });
    const { version } = await read(manager, made);
    await manager.patch(`/api/documents/${made.id}`, { status: 'active' }, { 'if-match': `"v${version}"` });
    expect(await bulk(manager, 'clients', body, key)).toEqual(first);
    expect((await read(manager, made)).status).toBe('active');
    const refused = async (wrong: object) =>
      (await manager.call('POST', '/api/streams/clients/documents/bulk', wrong)).status;
    expect(await refused({ ids: [made.id] })).toBe(400);
    expect(await refused({ ids: [], status: 'active' })).toBe(400);
    expect(await refused({ ids: Array.from({ length: 101 }, () => crypto.randomUUID()), status: 'active' })).toBe(400);
  });

  it('gives a sheet of some documents, of those among them that one sees', async () => {
    const [own, other] = [
      await add(manager, 'clients', { name: 'In the sheet' }),
      await add(manager, 'clients', { name: 'Not in it' }),
    ];
    const hidden = await add(await app.api('admin'), 'clients', { name: 'Never shown' });
    const sheet = await manager.call<string>('POST', '/api/streams/clients/export', {
      ...{ ids: [own.id, hidden.id], columns: 'number,name', format: 'csv' },
    });
    expect([sheet.status, sheet.headers.get('x-rows')]).toEqual([200, '1']);
    expect(sheet.body).toContain('In the sheet');
    expect(sheet.body).not.toContain('Not in it');
    expect(other.id).not.toBe(own.id);
  });
});
