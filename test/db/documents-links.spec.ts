import { grantAccess } from '../../src/documents/access/grant-access.js';
import { EditDocument } from '../../src/documents/card/edit-document.js';
import { writeHistory } from '../../src/documents/history/write-history.js';
import { DocumentsApp, items } from './documents-app.js';

let app: DocumentsApp;
beforeAll(async () => {
  app = await DocumentsApp.start();
}, 60_000);
afterAll(() => app.stop());

describe('links', () => {
  it('shows on a firm everything that refers to it, as far as one may see it', async () => {
    const firm = await app.register('clerk', { stream: 'firms', fields: { name: 'Hub' } });
    const byField = await app.paper('clerk', { firm: firm.id });
    const byTable = await app.paper('clerk', {
      items: [
        { name: 'a', firm: firm.id },
        { name: 'b', firm: firm.id },
      ],
    });
    const answer = await app.call('clerk', 'POST', `/api/documents/${firm.id}/links`, {
      to: byField.id,
      kind: 'related',
    });
    expect(answer.status).toBe(201);
    const links = items(await app.call('clerk', 'GET', `/api/documents/${firm.id}/links`));
    const hub = { id: firm.id, stream: 'firms', number: firm.number, title: 'Hub' };
    expect(links).toMatchObject([
      { kind: 'related', from: hub, to: { id: byField.id } },
      { kind: 'field:items.firm', from: { id: byTable.id }, to: hub },
      { kind: 'field:firm', from: { id: byField.id, title: 'Hub – Paper' }, to: hub },
    ]);
    const page = await app.call('clerk', 'GET', `/api/documents/${firm.id}/links?limit=2&stream=papers`);
    expect(items(page)).toEqual(links.slice(0, 2));
    const rest = await app.call(
      'clerk',
      'GET',
      `/api/documents/${firm.id}/links?cursor=${String(page.body['nextCursor'])}`,
    );
    expect(items(rest)).toEqual(links.slice(2));
    await app.as(null, (ctx) => grantAccess(ctx.tx, firm.id, [app.actor('cfo').id], 'test'));
    expect(items(await app.call('cfo', 'GET', `/api/documents/${firm.id}/links`))).toEqual([]);
  });

  it('makes a link once, tells it on both sides, and follows the card', async () => {
    const [one, two] = [await app.paper('clerk', {}), await app.paper('clerk', {})];
    const link = () => app.call('clerk', 'POST', `/api/documents/${one.id}/links`, { to: two.id, kind: 'related' });
    const [first, again] = [await link(), await link()];
    expect(again.body).toEqual(first.body);
    for (const { id } of [one, two]) {
      const history = items(await app.call('clerk', 'GET', `/api/documents/${id}/history`));
      expect(history.map(({ event }) => event)).toEqual(['document.registered', 'link.added']);
    }
    const firm = await app.register('clerk', { stream: 'firms', fields: { name: 'Moved' } });
    const edit = (fields: Record<string, unknown>) =>
      app.as('clerk', (ctx) => app.app.get(EditDocument).execute(ctx, one.id, { fields }));
    await edit({ firm: firm.id });
    const linked = items(await app.call('clerk', 'GET', `/api/documents/${firm.id}/links`));
    expect(linked).toMatchObject([{ kind: 'field:firm', from: { id: one.id } }]);
    await edit({ firm: null });
    expect(items(await app.call('clerk', 'GET', `/api/documents/${firm.id}/links`))).toEqual([]);
  });

  it('refuses a link to itself, to nothing, and of a kind that is kept for fields', async () => {
    const one = await app.paper('clerk', {});
    const link = (to: string, kind: string) =>
      app.call('clerk', 'POST', `/api/documents/${one.id}/links`, { to, kind });
    expect((await link(one.id, 'related')).body).toMatchObject({ status: 422, errors: [{ code: 'linked-to-itself' }] });
    expect((await link('00000000-0000-7000-8000-000000000000', 'related')).status).toBe(422);
    expect((await link('nothing', 'related')).status).toBe(400);
    expect((await link((await app.paper('clerk', {})).id, 'field:firm')).status).toBe(422);
  });
});

describe('history', () => {
  it('cannot be changed or removed, even by SQL', async () => {
    const made = await app.paper('clerk', {});
    await app.as('clerk', (ctx) => writeHistory(ctx, made.id, 'test.noted', { what: 'this' }));
    const change = "UPDATE document_history SET event = 'other' WHERE document_id = $1";
    await expect(app.as(null, (ctx) => ctx.tx.query(change, [made.id]))).rejects.toThrow('append-only');
    const removal = 'DELETE FROM document_history WHERE document_id = $1';
    await expect(app.as(null, (ctx) => ctx.tx.query(removal, [made.id]))).rejects.toThrow('append-only');
    const first = await app.call('clerk', 'GET', `/api/documents/${made.id}/history?limit=1`);
    expect(items(first)).toMatchObject([{ event: 'document.registered', detail: { channel: 'api' } }]);
    const next = await app.call(
      'clerk',
      'GET',
      `/api/documents/${made.id}/history?cursor=${String(first.body['nextCursor'])}`,
    );
    expect(items(next)).toMatchObject([
      { event: 'test.noted', detail: { what: 'this' }, actor: { name: 'Rasa Jankauskienė' } },
    ]);
  });
});

describe('comments', () => {
  it('are kept in the order in which they were made, for readers only', async () => {
    const made = await app.paper('clerk', {}, { responsibleId: app.actor('manager').id });
    const say = (login: string, text: string) =>
      app.call(login, 'POST', `/api/documents/${made.id}/comments`, { text });
    expect((await say('clerk', ' Please \0 hurry ')).body).toMatchObject({
      text: 'Please  hurry',
      author: { login: 'clerk' },
    });
    expect((await say('manager', 'Done')).status).toBe(201);
    expect((await say('manager2', 'Let me in')).status).toBe(404);
    expect((await say('clerk', ' \0 ')).status).toBe(400);
    const said = items<{ text: string }>(await app.call('manager', 'GET', `/api/documents/${made.id}/comments`));
    expect(said.map(({ text }) => text)).toEqual(['Please  hurry', 'Done']);
  });
});
