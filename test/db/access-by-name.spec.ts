import exceljs from 'exceljs';
import { grantAccess } from '../../src/documents/access/grant-access.js';
import { Directory } from '../../src/organisation/directory/directory.js';
import { newId } from '../../src/platform/ids.js';
import { DocumentsApp, items } from './documents-app.js';

let app: DocumentsApp;
beforeAll(async () => {
  app = await DocumentsApp.start();
}, 60_000);
afterAll(() => app.stop());

/** What each of them gets when asking for the document: 200, 404 and so on. */
async function statuses(id: string, logins: readonly string[]): Promise<Record<string, number>> {
  const answers = logins.map(async (login) => [login, (await app.call(login, 'GET', `/api/documents/${id}`)).status]);
  return Object.fromEntries(await Promise.all(answers)) as Record<string, number>;
}

/** Makes a group of these members in place of the one that there was. */
async function group(key: string, logins: readonly string[]): Promise<void> {
  const ids = logins.map((login) => app.actor(login).id);
  await app.as(null, async ({ tx }) => {
    await tx.query(
      `INSERT INTO person_group (id, key, name) VALUES ($1, $2, to_jsonb($2::text)) ON CONFLICT (key) DO NOTHING`,
      [newId(), key],
    );
    await tx.query(`DELETE FROM group_member m USING person_group g WHERE g.id = m.group_id AND g.key = $1`, [key]);
    await tx.query(
      `INSERT INTO group_member (group_id, person_id) SELECT g.id, p FROM person_group g, unnest($2::uuid[]) p WHERE g.key = $1`,
      [key, ids],
    );
  });
  await app.app.get(Directory).reload();
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

  it('open a document to everybody of a unit with those below it, and of a group, also to those who join later', async () => {
    const paper = await app.paper('clerk', { subject: 'Shared widely' });
    const url = `/api/documents/${paper.id}`;
    const share = (body: object) => app.call('clerk', 'POST', `${url}/shares`, body);
    const [unit] = await app.work.read<{ key: string; parent: string | null }>(
      `SELECT u.key, p.key AS parent FROM unit u LEFT JOIN unit p ON p.id = u.parent_id
       JOIN post ON post.unit_id = u.id WHERE post.key = 'manager'`,
    );
    expect(await statuses(paper.id, ['manager', 'accountant'])).toEqual({ manager: 404, accountant: 404 });
    const given = await share({ unit: unit?.key, level: 'edit' });
    expect(given.body).toMatchObject({ person: null, group: null, unit: { key: unit?.key }, level: 'edit' });
    expect(await statuses(paper.id, ['manager', 'accountant'])).toEqual({ manager: 200, accountant: 404 });
    expect(await listed('manager', 'Shared widely')).toEqual({ ids: [paper.id], total: 1 });
    const why = await app.call('manager', 'GET', `${url}/access`);
    expect(why.body).toMatchObject({ share: 'edit', sharedWith: { kind: 'unit' } });
    expect(JSON.stringify(why.body['answers'])).toMatch(/shared with the unit \\".+\\" of .+, to edit it/);
    expect((await app.call('clerk', 'DELETE', `${url}/shares/${String(given.body['id'])}`)).status).toBe(204);
    expect(await statuses(paper.id, ['manager'])).toEqual({ manager: 404 });
    // Of the unit above it everybody below is.
    expect(unit?.parent).toEqual(expect.any(String));
    const above = await share({ unit: unit?.parent });
    expect(await statuses(paper.id, ['manager', 'accountant'])).toEqual({ manager: 200, accountant: 200 });
    expect((await app.call('clerk', 'DELETE', `${url}/shares/${String(above.body['id'])}`)).status).toBe(204);

    await group('tender', ['manager']);
    const until = new Date(Date.now() + 3_600_000).toISOString();
    expect((await share({ group: 'tender', until })).body).toMatchObject({ group: { key: 'tender' }, until });
    expect(await statuses(paper.id, ['manager', 'accountant'])).toEqual({ manager: 200, accountant: 404 });
    await group('tender', ['accountant']);
    expect(await statuses(paper.id, ['manager', 'accountant'])).toEqual({ manager: 404, accountant: 200 });
    const readers = await app.call('admin', 'GET', `/api/access/report/documents/${paper.id}`);
    const accountant = items<{ person: { login: string }; read: object }>(readers).find(
      ({ person }) => person.login === 'accountant',
    );
    expect(accountant).toMatchObject({ read: { because: expect.stringContaining('the group "tender"') } });
    await app.as(null, ({ tx }) => tx.query(`DELETE FROM person_group WHERE key = 'tender'`));
    expect(items(await app.call('clerk', 'GET', `${url}/shares`))).toEqual([]);
  });

  it('are refused for nobody, for oneself and for what is over', async () => {
    const paper = await app.paper('clerk', {});
    const share = (body: object) => app.call('clerk', 'POST', `/api/documents/${paper.id}/shares`, body);
    expect((await share({ person: 'nobody' })).status).toBe(422);
    expect((await share({ unit: 'nowhere' })).status).toBe(422);
    expect((await share({ group: 'nothing' })).status).toBe(422);
    expect((await share({ person: 'manager', unit: 'sales' })).status).toBe(422);
    expect((await share({})).status).toBe(422);
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

describe('why somebody sees a document', () => {
  it('is explained to oneself, to the head of a unit and to administrators', async () => {
    const paper = await app.paper('clerk', { subject: 'Why' }, { responsibleId: app.actor('manager').id });
    const url = `/api/documents/${paper.id}/access`;
    await app.as(null, (ctx) => grantAccess(ctx.tx, paper.id, [app.actor('manager2').id], 'assignment'));
    await app.call('clerk', 'POST', `/api/documents/${paper.id}/shares`, { person: 'cfo', level: 'edit' });
    const answers = async (login: string, person?: string) => {
      const { body } = await app.call(login, 'GET', `${url}${person === undefined ? '' : `?person=${person}`}`);
      const told = body['answers'] as { verb: string; allowed: boolean; rule: { kind: string; role: string | null } }[];
      return told.map(({ verb, allowed, rule }) => `${verb} ${allowed ? 'by' : 'not'} ${rule.role ?? rule.kind}`);
    };
    expect(await answers('manager')).toEqual([
      'read by manager',
      'edit by manager',
      'delete not none',
      'links by manager',
    ]);
    expect(await answers('head', 'manager2')).toEqual([
      'read by participant',
      ...['edit not manager', 'delete not none', 'links not manager'],
    ]);
    expect(await answers('admin', 'cfo')).toEqual([
      'read by share',
      'edit by share',
      'delete not none',
      'links by share',
    ]);
    expect(await answers('admin', 'warehouse')).toEqual([
      'read not none',
      'edit not none',
      'delete not none',
      'links not none',
    ]);
    const { body } = await app.call('admin', 'GET', `${url}?person=head`);
    expect((body['answers'] as unknown[])[0]).toEqual({
      ...{ verb: 'read', allowed: true },
      because: expect.stringMatching(
        /^The role "head" may read documents of the units that one heads, and it is of .+ unit/,
      ),
      rule: { kind: 'grant', role: 'head', level: 'department', when: null, confidential: false },
    });
    expect(await app.call('manager', 'GET', `${url}?person=head`)).toMatchObject({ status: 403 });
    expect(await app.call('admin', 'GET', `${url}?person=nobody`)).toMatchObject({ status: 404 });
    expect(await app.call('warehouse', 'GET', url)).toMatchObject({ status: 404 });

    const readers = await app.call('admin', 'GET', `/api/access/report/documents/${paper.id}`);
    const told = items<{ person: { login: string }; read: { rule: { kind: string } }; verbs: string[] }>(readers);
    const kinds = Object.fromEntries(told.map(({ person, read }) => [person.login, read.rule.kind]));
    expect(kinds).toMatchObject({
      clerk: 'grant',
      manager: 'grant',
      manager2: 'participant',
      cfo: 'share',
      admin: 'admin',
    });
    expect(kinds).not.toHaveProperty('warehouse');
    expect(told.find(({ person }) => person.login === 'cfo')?.verbs).toEqual(['edit', 'links']);
  });

  it('is reported by person and stream, with as many documents as the person finds', async () => {
    const report = async (query: string) => app.call('admin', 'GET', `/api/access/report?${query}`);
    for (const login of ['clerk', 'manager', 'manager2', 'head', 'warehouse', 'admin']) {
      const [firms, papers] = items(await report(`person=${login}`));
      const counted = await app.call(login, 'GET', '/api/streams/papers/documents?count=all&limit=1');
      expect([login, firms?.['stream'], papers?.['documents']]).toEqual([login, 'firms', counted.body['total']]);
    }
    const [, papers] = items(await report('person=head'));
    expect(papers).toMatchObject({
      ...{ stream: 'papers', person: { login: 'head' }, verbs: ['read', 'register', 'edit', 'links'] },
      rules: [{ kind: 'grant', role: 'head', level: 'department', when: null, confidential: false }],
    });
    const first = await report('limit=2');
    const second = await report(`limit=2&cursor=${String(first.body['nextCursor'])}`);
    const logins = [first, second].map((page) =>
      items<{ person: { login: string } }>(page).map(({ person }) => person.login),
    );
    expect(logins).toEqual([
      ['accountant', 'accountant', 'admin', 'admin'],
      ['ceo', 'ceo', 'cfo', 'cfo'],
    ]);
    const alone = items<{ stream: string }>(await report('stream=papers&limit=200'));
    expect([...new Set(alone.map(({ stream }) => stream))]).toEqual(['papers']);
    expect((await report('stream=nothing')).status).toBe(404);
    expect((await app.call('head', 'GET', '/api/access/report')).status).toBe(403);
  });

  it('goes to Excel, where no name is a formula, and the audit log tells of it', async () => {
    const rename = async (name: string) => {
      await app.as(null, ({ tx }) => tx.query(`UPDATE person SET name = $1 WHERE login = 'warehouse'`, [name]));
      await app.app.get(Directory).reload();
    };
    const { name } = app.actor('warehouse');
    const formula = '=HYPERLINK("http://evil.example","x")';
    await rename(formula);
    const rows = async (query: string): Promise<unknown[][]> => {
      const answer = await app.call('admin', 'GET', `/api/access/report/sheet?${query}`);
      expect(answer.status).toBe(200);
      const workbook = new exceljs.Workbook();
      await workbook.xlsx.load(answer.raw as unknown as ArrayBuffer);
      const found: unknown[][] = [];
      workbook.worksheets[0]?.eachRow((row) => found.push((row.values as unknown[]).slice(1)));
      return found;
    };
    const all = await rows('');
    expect(all[0]?.slice(0, 5)).toEqual(['Person', 'Login', 'Units', 'Stream', 'May']);
    const head = all.find(([, login, , stream]) => login === 'head' && stream === 'Papers');
    expect(head?.slice(4, 9)).toEqual([
      'read documents, register documents, edit documents, link documents',
      ...['head', 'of the units that one heads', undefined, false],
    ]);
    const [, ...alone] = await rows('person=warehouse&stream=papers');
    expect(alone.map(([first]) => first)).toEqual([formula]);
    const [entry] = await app.as(null, ({ tx }) =>
      tx.query<{ after: object }>(
        `SELECT after FROM audit_entry WHERE verb = 'access.exported' ORDER BY id DESC LIMIT 1`,
      ),
    );
    expect(entry?.after).toEqual({ rows: 1, person: 'warehouse', stream: 'papers' });
    expect((await app.call('head', 'GET', '/api/access/report/sheet')).status).toBe(403);
    await rename(name);
  });
});
