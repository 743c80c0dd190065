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

/** What each of them gets when asking for the document: 200, 404 and so on. */
async function statuses(id: string, logins: readonly string[]): Promise<Record<string, number>> {
  const answers = logins.map(async (login) => [login, (await app.call(login, 'GET', `/api/documents/${id}`)).status]);
  return Object.fromEntries(await Promise.all(answers)) as Record<string, number>;
}

async function listed(login: string, subject: string): Promise<{ ids: string[]; total: unknown }> {
  const list = await app.call(
    login,
    'GET',
    `/api/streams/papers/documents?q=${encodeURIComponent(subject)}&count=true`,
  );
  return { ids: items<{ id: string }>(list).map(({ id }) => id), total: list.body['total'] };
}

describe('shares', () => {
  it('open a document to somebody by name, to read or to edit, until they end or are taken back', async () => {
    const paper = await app.paper('clerk', { subject: 'Shared paper' });
    const url = `/api/documents/${paper.id}`;
    const share = (login: string, body: object) => app.call(login, 'POST', `${url}/shares`, body);
    expect(await statuses(paper.id, ['manager', 'manager2'])).toEqual({ manager: 404, manager2: 404 });
    expect((await share('manager', { person: 'manager2' })).status).toBe(404);

    const given = await share('clerk', { person: 'manager' });
    expect(given.status).toBe(201);
    expect(given.body).toMatchObject({ person: { login: 'manager' }, level: 'read', until: null, over: false });
    expect(await statuses(paper.id, ['manager', 'manager2'])).toEqual({ manager: 200, manager2: 404 });
    expect(await listed('manager', 'Shared paper')).toEqual({ ids: [paper.id], total: 1 });
    const patch = (login: string, subject: string, version: number) =>
      app.call(login, 'PATCH', url, { fields: { subject } }, { 'if-match': `"v${version}"` });
    expect((await patch('manager', 'Mine', 1)).status).toBe(403);
    expect((await app.call('manager', 'GET', url)).body['may']).toEqual(['comment', 'send']);

    const until = new Date(Date.now() + 3_600_000).toISOString();
    const wider = await share('clerk', { person: 'manager', level: 'edit', until });
    expect(wider.body).toMatchObject({ id: given.body['id'], level: 'edit', until });
    expect((await patch('manager', 'Shared paper, changed', 1)).status).toBe(200);
    // What was shared is not passed on.
    expect((await share('manager', { person: 'manager2' })).body).toMatchObject({ status: 403 });
    expect(items(await app.call('clerk', 'GET', `${url}/shares`))).toHaveLength(1);

    await app.as(null, ({ tx }) =>
      tx.query('UPDATE document_share SET ends_at = now() WHERE document_id = $1', [paper.id]),
    );
    expect(await statuses(paper.id, ['manager'])).toEqual({ manager: 404 });
    expect(await listed('manager', 'Shared paper')).toEqual({ ids: [], total: 0 });
    expect(items(await app.call('clerk', 'GET', `${url}/shares`))).toMatchObject([{ over: true }]);

    const history = items<{ event: string }>(await app.call('clerk', 'GET', `${url}/history`));
    expect(history.filter(({ event }) => event === 'document.shared')).toHaveLength(2);
    const [told] = await app.work.read<{ told: number }>(
      `SELECT count(*)::int AS told FROM notice WHERE document_id = $1 AND event = 'document.shared'`,
      [paper.id],
    );
    expect(told).toEqual({ told: 2 });
  });

  it('are taken back without touching the right of whoever takes part in a route', async () => {
    const paper = await app.paper('clerk', { subject: 'Taken back' });
    await app.as(null, (ctx) => grantAccess(ctx.tx, paper.id, [app.actor('manager').id], 'assignment'));
    const url = `/api/documents/${paper.id}/shares`;
    const both = await Promise.all(
      ['manager', 'manager2'].map((person) => app.call('clerk', 'POST', url, { person, level: 'edit' })),
    );
    for (const { body } of both) {
      expect((await app.call('manager', 'DELETE', `${url}/${String(body['id'])}`)).status).toBe(403);
      expect((await app.call('clerk', 'DELETE', `${url}/${String(body['id'])}`)).status).toBe(204);
      expect((await app.call('clerk', 'DELETE', `${url}/${String(body['id'])}`)).status).toBe(404);
    }
    expect(await statuses(paper.id, ['manager', 'manager2'])).toEqual({ manager: 200, manager2: 404 });
    expect((await app.call('manager', 'GET', `/api/documents/${paper.id}`)).body['may']).not.toContain('edit');
  });

  it('are refused for nobody, for oneself and for what is over', async () => {
    const paper = await app.paper('clerk', {});
    const share = (body: object) => app.call('clerk', 'POST', `/api/documents/${paper.id}/shares`, body);
    expect((await share({ person: 'nobody' })).status).toBe(422);
    expect((await share({ person: 'clerk' })).status).toBe(422);
    expect((await share({ person: 'manager', until: '2020-01-01T00:00:00Z' })).status).toBe(422);
    expect((await share({ person: 'manager', until: 'soon' })).status).toBe(400);
    expect((await share({ person: 'manager', level: 'delete' })).status).toBe(400);
  });
});

describe('the confidential mark', () => {
  const patch = (login: string, id: string, body: object, version: number) =>
    app.call(login, 'PATCH', `/api/documents/${id}`, body, { 'if-match': `"v${version}"` });

  it('keeps a document from levels, and leaves it to those who have a right of their own', async () => {
    const subject = 'Confidential trial';
    const responsibleId = app.actor('manager').id;
    const paper = await app.paper('clerk', { subject }, { responsibleId });
    const logins = ['clerk', 'manager', 'manager2', 'head', 'admin'];
    expect(await statuses(paper.id, logins)).toEqual({
      clerk: 200,
      manager: 200,
      manager2: 404,
      head: 200,
      admin: 200,
    });

    const marked = await patch('head', paper.id, { confidential: true }, 1);
    expect(marked.body).toMatchObject({ confidential: true, version: 2 });
    // The clerk is the author, the manager responsible; the head only heads the unit.
    expect(await statuses(paper.id, logins)).toEqual({
      clerk: 200,
      manager: 200,
      manager2: 404,
      head: 404,
      admin: 200,
    });
    for (const [login, total] of [
      ['clerk', 1],
      ['manager', 1],
      ['head', 0],
      ['admin', 1],
    ] as const)
      expect([login, (await listed(login, subject)).total]).toEqual([login, total]);
    for (const side of ['history', 'links', 'files', 'comments', 'changes?since=1'])
      expect([side, (await app.call('head', 'GET', `/api/documents/${paper.id}/${side}`)).status]).toEqual([side, 404]);

    await app.call('manager', 'POST', `/api/documents/${paper.id}/shares`, { person: 'manager2' });
    expect(await statuses(paper.id, ['manager2', 'head'])).toEqual({ manager2: 200, head: 404 });
    expect((await patch('manager', paper.id, { confidential: false }, 2)).status).toBe(200);
    expect(await statuses(paper.id, ['head'])).toEqual({ head: 200 });
    const history = items<{ event: string; detail: object }>(
      await app.call('head', 'GET', `/api/documents/${paper.id}/history`),
    );
    expect(history.filter(({ event }) => event === 'document.confidential-changed')).toMatchObject([
      { detail: { before: false, after: true } },
      { detail: { before: true, after: false } },
    ]);
  });

  it('is given at registration, hides the title behind references, and has every look written down', async () => {
    const firm = await app.register('admin', { stream: 'firms', fields: { name: 'Hidden firm' }, confidential: true });
    const paper = await app.paper('admin', { subject: 'About it' }, { responsibleId: app.actor('manager').id });
    await patch('admin', paper.id, { fields: { firm: firm.id } }, 1);
    expect(await statuses(firm.id, ['clerk', 'manager'])).toEqual({ clerk: 404, manager: 404 });
    const seen = await app.call('clerk', 'GET', `/api/documents/${paper.id}`);
    expect(seen.body['fields']).toMatchObject({ firm: { id: firm.id, number: null, title: null } });

    await app.call('admin', 'POST', `/api/documents/${firm.id}/shares`, { person: 'clerk' });
    for (const side of ['', '/history', '/files', ''])
      await app.call('clerk', 'GET', `/api/documents/${firm.id}${side}`);
    const looks = () =>
      app.work.read<{ login: string }>(
        `SELECT p.login FROM audit_entry e JOIN person p ON p.id = e.actor_id
         WHERE e.verb = 'document.read' AND e.object_id = $1 ORDER BY e.at`,
        [firm.id],
      );
    expect((await looks()).filter(({ login }) => login === 'clerk')).toHaveLength(1);
    await app.as(null, ({ tx }) => tx.query(`UPDATE confidential_read SET at = at - interval '11 minutes'`));
    await app.call('clerk', 'GET', `/api/documents/${firm.id}`);
    expect((await looks()).filter(({ login }) => login === 'clerk')).toHaveLength(2);
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
