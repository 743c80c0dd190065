import { DataSource } from 'typeorm';
import { startApp, type RunningApp } from '../support/app.js';
import type { Api } from '../support/api.js';
import type { RelatedDocuments } from '../../src/insight/related/read-related.js';

/** A client in the round (A9): all that refers to it on one page. */
describe('what is around a document', () => {
  let app: RunningApp;
  let admin: Api;
  let manager: Api;
  let clerk: Api;

  beforeAll(async () => {
    app = await startApp({ worker: false });
    [admin, manager, clerk] = (await Promise.all(['admin', 'manager', 'clerk'].map((login) => app.api(login)))) as [
      Api,
      Api,
      Api,
    ];
  }, 60_000);
  afterAll(async () => {
    await app?.stop();
  }, 30_000);

  interface Made {
    readonly id: string;
    readonly number: string;
  }
  const add = (api: Api, stream: string, fields: object, more: object = {}) =>
    api.post<Made>(`/api/streams/${stream}/documents`, { fields, ...more });
  const related = (api: Api, id: string, query = '') =>
    api.get<RelatedDocuments>(`/api/documents/${id}/related${query}`);

  it('is grouped by stream, the newest first, with amounts, files, the next action and the last contact', async () => {
    const client = await add(manager, 'clients', { name: 'In the round' });
    expect(await related(manager, client.id)).toEqual({
      ...{ groups: [], files: [], letters: [], nextAction: null, lastContact: null },
    });
    for (const subject of ['first', 'second', 'third']) await add(manager, 'works', { client: client.id, subject });
    const contract = await add(manager, 'contracts', { client: client.id, subject: 'Supply', amount: '1500' });
    await manager.upload(
      `/api/documents/${contract.id}/files`,
      'draft.txt',
      new TextEncoder().encode('draft'),
      'text/plain',
    );
    await manager.post(`/api/documents/${contract.id}/assignments`, {
      ...{ performers: ['manager'], instruction: 'Call them', dueAt: '2027-01-05T10:00:00Z' },
    });
    const found = await related(manager, client.id, '?limit=2');
    expect(found.groups.map(({ stream, name, count }) => [stream, name, count])).toEqual([
      ['works', 'Works', 3],
      ['contracts', 'Contracts', 1],
    ]);
    expect(found.groups[0]?.items.map(({ title, kind, direction }) => [title, kind, direction])).toEqual([
      ['third', 'field:client', 'from'],
      ['second', 'field:client', 'from'],
    ]);
    expect(found.groups[1]?.items[0]).toMatchObject({
      status: 'draft',
      amount: { amount: '1500.00', currency: 'EUR' },
    });
    expect(found.files).toMatchObject([{ name: 'draft.txt', document: { number: contract.number } }]);
    expect(found.nextAction).toMatchObject({ instruction: 'Call them', document: { id: contract.id } });
    expect((await related(manager, contract.id)).groups[0]?.items).toMatchObject([{ id: client.id, direction: 'to' }]);
  });

  it('shows the last call, and to nobody what they may not see', async () => {
    const client = await add(clerk, 'clients', { name: 'Called' });
    const request = await add(admin, 'requests', { company: 'Called', kind: 'question', client: client.id });
    await app.app
      .get(DataSource)
      .query(`UPDATE document SET source = '{"channel":"call"}' WHERE id = $1`, [request.id]);
    expect((await related(clerk, client.id)).lastContact).toMatchObject({
      channel: 'call',
      direction: 'in',
      document: { number: request.number },
    });
    const hidden = await add(admin, 'contracts', { client: client.id, subject: 'Secret' });
    expect((await related(clerk, client.id)).groups.map(({ stream }) => stream)).toEqual(['requests']);
    expect((await manager.call('GET', `/api/documents/${hidden.id}/related`)).status).toBe(404);
    expect((await manager.call('GET', '/api/documents/nothing/related')).status).toBe(404);
  });

  it('has the letters that left, of documents that one may see', async () => {
    const client = await add(clerk, 'clients', { name: 'Written to' });
    const request = await add(admin, 'requests', { company: 'Written to', kind: 'question', client: client.id });
    await app.app.get(DataSource).query(
      `INSERT INTO outgoing_message (id, document_id, kind, recipients, subject, state, attempts, message_id, content, created_at)
       VALUES (gen_random_uuid(), $1, 'receipt', '{"to":[{"address":"anna@firm.lt"}],"cc":[]}', 'We have your request', 'queued', 0, '<a@b>', '{}', now())`,
      [request.id],
    );
    expect((await related(admin, client.id)).letters).toMatchObject([
      { subject: 'We have your request', to: ['anna@firm.lt'], state: 'queued', document: { number: request.number } },
    ]);
  });
});
