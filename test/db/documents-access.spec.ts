import { grantAccess } from '../../src/documents/access/grant-access.js';
import { Reach, type Extent } from '../../src/documents/access/reach.js';
import { StreamRegistry } from '../../src/streams/definitions/stream-registry.service.js';
import { DocumentsApp, items } from './documents-app.js';

let app: DocumentsApp;
beforeAll(async () => {
  app = await DocumentsApp.start();
}, 60_000);
afterAll(() => app.stop());

describe('visibility', () => {
  it('follows the four scopes and names, in single reads and in lists alike', async () => {
    const subject = 'Visibility trial';
    const request = (responsible: string | null) =>
      app.paper('clerk', { subject }, { responsibleId: responsible === null ? null : app.actor(responsible).id });
    const made = {
      manager: await request('manager'),
      manager2: await request('manager2'),
      cfo: await request('cfo'),
      office: await request(null),
    };
    await app.as(null, (ctx) => grantAccess(ctx.tx, made.office.id, [app.actor('manager2').id], 'assignment'));
    const seen: Record<string, string[]> = {
      clerk: ['manager', 'manager2', 'cfo', 'office'],
      manager: ['manager'],
      manager2: ['manager2', 'office'],
      head: ['manager', 'manager2'],
      accountant: ['cfo'],
      warehouse: [],
      admin: ['manager', 'manager2', 'cfo', 'office'],
    };
    const filter = encodeURIComponent(JSON.stringify({ and: [{ field: 'subject', op: 'eq', value: subject }] }));
    for (const [login, names] of Object.entries(seen)) {
      for (const [name, document] of Object.entries(made)) {
        const { status } = await app.call(login, 'GET', `/api/documents/${document.id}`);
        expect([login, name, status]).toEqual([login, name, names.includes(name) ? 200 : 404]);
      }
      const list = await app.call(login, 'GET', `/api/streams/papers/documents?filter=${filter}&count=true`);
      const wanted = names.map((name) => made[name as keyof typeof made].number).sort();
      expect(
        items<{ number: string }>(list)
          .map(({ number }) => number)
          .sort(),
      ).toEqual(wanted);
      expect(list.body['total']).toBe(names.length);
    }
  }, 30_000);

  it('is the same whether few documents are told by their ids or many by a condition', async () => {
    const reach = app.app.get(Reach);
    const card = app.app.get(StreamRegistry).get('papers');
    for (const login of ['clerk', 'manager', 'manager2', 'head', 'accountant', 'warehouse', 'admin']) {
      const ids = (extent: Extent) =>
        app.as(login, async (ctx) => {
          const values: unknown[] = [];
          const condition = reach.conditionFor(ctx, card, extent, values);
          const sql = `SELECT d.id FROM document d WHERE d.stream = 'papers' AND ${condition} ORDER BY d.id`;
          return (await ctx.tx.query<{ id: string }>(sql, values)).map(({ id }) => id);
        });
      const extent = await app.as(login, (ctx) => reach.extent(ctx, card));
      expect([login, extent]).toEqual([login, login === 'admin' ? 'all' : login === 'clerk' ? 'many' : 'few']);
      if (extent === 'few') expect([login, await ids('few')]).toEqual([login, await ids('many')]);
    }
  });

  it('lets nobody refer to what they may not see, nor learn its title', async () => {
    const firm = await app.register('clerk', { stream: 'firms', fields: { name: 'Secret firm' } });
    const refused = await app.call('manager', 'POST', '/api/streams/papers/documents', {
      fields: { subject: 'x', firm: firm.id },
    });
    expect(refused.status).toBe(422);
    const byClerk = await app.paper('clerk', { firm: firm.id }, { responsibleId: app.actor('manager').id });
    expect(byClerk.title).toBe('Secret firm – Paper');
    const seen = await app.call('manager', 'GET', `/api/documents/${byClerk.id}`);
    expect(seen.body['fields']).toMatchObject({ firm: { id: firm.id, number: null, title: null } });
    const edited = await app.call(
      'manager',
      'PATCH',
      `/api/documents/${byClerk.id}`,
      { fields: { subject: 'Mine', firm: (seen.body['fields'] as { firm: unknown }).firm } },
      { 'if-match': '"v1"' },
    );
    expect(edited.status).toBe(200);
    expect(edited.body['title']).toBe('Secret firm – Mine');
  });
});

describe('hostile requests', () => {
  const post = (payload: string) =>
    app.call('clerk', 'POST', '/api/streams/papers/documents', payload, { 'content-type': 'application/json' });

  it('are answered with a clear error, never with a failure of the server', async () => {
    const deep = `{"fields":{"subject":${'['.repeat(100_000)}${']'.repeat(100_000)}}}`;
    const bodies: [string, number][] = [
      [deep, 400],
      ['{"fields":{"__proto__":{"admin":true},"subject":"x"}}', 400],
      ['{"fields":{"constructor":{"prototype":{}},"subject":"x"}}', 400],
      ['{"fields":{"toString":"x","subject":"x"}}', 422],
      ['{"fields":[]}', 400],
      ['{"fields":"x"}', 400],
      ['[]', 400],
      ['null', 400],
      ['"text"', 400],
      ['{', 400],
      ['{}', 400],
      ['{"fields":{"subject":"x"},"extra":1}', 400],
      ['{"fields":{"subject":"x"},"status":{}}', 400],
      ['{"fields":{"subject":"x"},"links":[null]}', 400],
      ['{"fields":{"subject":"x"},"links":[{"to":"x","kind":"y"}]}', 400],
      ['{"fields":{"subject":{"a":1}}}', 422],
      ['{"fields":{"subject":"x","firm":{"id":"no"}}}', 422],
      ['{"fields":{"subject":"x","rank":1e400}}', 422],
      ['{"fields":{"subject":"a\\u0000b\\ud800"},"responsible":"\\u0000"}', 422],
      ['{"fields":{"subject":"a\\u0000b\\ud800"}}', 201],
    ];
    for (const [body, status] of bodies) {
      const answer = await post(body);
      expect([body.slice(0, 70), answer.status]).toEqual([body.slice(0, 70), status]);
      if (status >= 400) expect(answer.body['detail']).toEqual(expect.any(String));
    }
  });

  it('for things that cannot exist are answered 404', async () => {
    const ids = ['x', '%00', "'; DROP TABLE document; --", '00000000-0000-7000-8000-000000000000', 'é'.repeat(60)];
    for (const id of ids.map(encodeURIComponent)) {
      for (const side of ['', '/history', '/links', '/files', '/comments']) {
        expect([id, side, (await app.call('admin', 'GET', `/api/documents/${id}${side}`)).status]).toEqual([
          id,
          side,
          404,
        ]);
      }
      expect((await app.call('admin', 'GET', `/api/files/${id}/content`)).status).toBe(404);
      expect((await app.call('admin', 'PATCH', `/api/documents/${id}`, {}, { 'if-match': '"v1"' })).status).toBe(404);
    }
  });

  it('need a session', async () => {
    for (const url of ['/api/streams/papers/documents', '/api/documents/x', '/api/files/x/content']) {
      expect((await app.app.inject({ method: 'GET', url })).statusCode).toBe(401);
    }
  });
});
