import type { ChangeSince } from '../../src/documents/history/changes-since.js';
import { DocumentsApp } from './documents-app.js';

let app: DocumentsApp;
beforeAll(async () => {
  app = await DocumentsApp.start();
}, 60_000);
afterAll(async () => {
  await app?.stop();
});

const patch = (login: string, id: string, body: object, tag: string) =>
  app.call(login, 'PATCH', `/api/documents/${id}`, body, { 'if-match': tag });

describe('what one may do with a document', () => {
  it('is said with it, for whoever reads it', async () => {
    const made = await app.paper('manager', { rank: 1 });
    const mine = await app.call('manager', 'GET', `/api/documents/${made.id}`);
    expect(new Set(mine.body['may'] as string[])).toEqual(
      new Set(['comment', 'send', 'edit', 'links', 'files', 'route', 'assign', 'generate']),
    );
    expect(mine.body['editable']).toEqual(['subject', 'kind', 'amount', 'plannedAt', 'rank', 'firm', 'owner', 'items']);

    await app.as(null, ({ tx }) =>
      tx.query(`INSERT INTO document_access (document_id, person_id, reason) VALUES ($1, $2, 'assignment')`, [
        made.id,
        app.actor('lawyer').id,
      ]),
    );
    const read = await app.call('lawyer', 'GET', `/api/documents/${made.id}`);
    expect(new Set(read.body['may'] as string[])).toEqual(new Set(['comment', 'send', 'files']));
    expect(read.body['editable']).toEqual([]);
    // Whoever gives it away is told what is left.
    const given = await patch('manager', made.id, { responsible: 'manager2', unit: null }, '"v1"');
    expect(given.body).toMatchObject({ version: 2, may: expect.arrayContaining(['edit']) });
    // What is said is so.
    expect((await patch('lawyer', made.id, { fields: { rank: 2 } }, '"v2"')).status).toBe(403);
    expect((await app.call('lawyer', 'POST', `/api/documents/${made.id}/comments`, { text: 'Seen' })).status).toBe(201);
    expect((await app.upload('lawyer', `/api/documents/${made.id}/files`, 'a.txt', Buffer.from('a'))).status).toBe(201);
  });
});

describe('a document that was changed while somebody had it open', () => {
  it('comes with the refusal, and with what was changed, part by part, by whom and when', async () => {
    const [north, south] = await Promise.all(
      ['North', 'South'].map((name) => app.register('clerk', { stream: 'firms', fields: { name } })),
    );
    const made = await app.paper('clerk', { rank: 1, kind: 'a', firm: north?.id, owner: app.actor('manager').id });
    await patch('clerk', made.id, { fields: { rank: 2, firm: south?.id } }, '"v1"');
    await patch('admin', made.id, { fields: { rank: 3, owner: null }, responsible: 'manager' }, '"v2"');
    await patch('admin', made.id, { fields: { kind: 'b' }, status: 'done' }, '"v3"');
    await patch('clerk', made.id, { fields: { kind: 'a' } }, '"v4"');

    const answer = await patch('clerk', made.id, { fields: { rank: 9, subject: 'Mine' } }, '"v1"');
    expect(answer.status).toBe(412);
    const { document, changes, version } = answer.body as { document: object; changes: ChangeSince[]; version: number };
    expect(version).toBe(5);
    expect(document).toMatchObject({ id: made.id, version: 5, status: 'done', fields: { rank: 3 } });
    const clerk = { name: 'Rasa Jankauskienė' };
    expect(changes).toMatchObject([
      { path: 'fields.rank', name: 'Rank', before: 1, after: 3, by: { name: app.actor('admin').name } },
      {
        ...{ path: 'fields.firm', before: { id: north?.id, number: north?.number, title: 'North' } },
        ...{ after: { id: south?.id, title: 'South' }, by: clerk },
      },
      { path: 'fields.owner', before: { login: 'manager' }, after: null },
      { path: 'responsible', name: null, after: { login: 'manager' } },
      { path: 'unit', after: { name: 'Sales' } },
      { path: 'status', before: 'draft', after: 'done' },
    ]);
    for (const { at } of changes) expect(new Date(at).toISOString()).toBe(at);

    const since = await app.call('clerk', 'GET', `/api/documents/${made.id}/changes?since=3`);
    expect((since.body['changes'] as ChangeSince[]).map(({ path }) => path)).toEqual(['status']);
    const none = await app.call('clerk', 'GET', `/api/documents/${made.id}/changes?since=5`);
    expect(none.body).toMatchObject({ changes: [], document: { version: 5 } });
    // Nothing of what was refused was written, and made anew it is taken.
    expect((await patch('clerk', made.id, { fields: { rank: 9 } }, '"v5"')).body).toMatchObject({ version: 6 });
  });

  it('tells nothing to those who may not read it', async () => {
    const made = await app.paper('clerk', { rank: 1 });
    expect((await app.call('manager', 'GET', `/api/documents/${made.id}/changes?since=1`)).status).toBe(404);
    expect((await app.call('clerk', 'GET', `/api/documents/${made.id}/changes?since=0`)).status).toBe(400);
    expect((await patch('manager', made.id, { fields: { rank: 2 } }, '"v9"')).status).toBe(404);
  });
});

describe('the history of a document', () => {
  it('names documents and people that fields held, as far as the reader may see them', async () => {
    const hidden = await app.register('clerk', { stream: 'firms', fields: { name: 'Hidden' } });
    const made = await app.paper('clerk', { owner: app.actor('manager').id, firm: hidden.id });
    await patch('clerk', made.id, { fields: { firm: null, owner: null }, responsible: 'manager' }, '"v1"');
    const edit = async (login: string) => {
      const { body } = await app.call(login, 'GET', `/api/documents/${made.id}/history`);
      return (body['items'] as { event: string; detail: object }[]).find(({ event }) => event === 'document.edited');
    };
    expect(await edit('clerk')).toMatchObject({
      detail: {
        version: 2,
        changes: [
          { field: 'firm', before: { id: hidden.id, number: hidden.number, title: 'Hidden' }, after: null },
          { field: 'owner', before: { login: 'manager', name: app.actor('manager').name }, after: null },
        ],
      },
    });
    expect(await edit('manager')).toMatchObject({
      detail: {
        changes: [{ field: 'firm', before: { id: hidden.id, number: null, title: null } }, { field: 'owner' }],
      },
    });
  });
});
