import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import exceljs from 'exceljs';
import pg from 'pg';
import { TakeIntoAudit } from '../../src/documents/history/take-into-audit.js';
import { systemActor } from '../../src/organisation/directory/actors.js';
import { SealAudit } from '../../src/platform/audit/seal-audit.js';
import type { Context } from '../../src/platform/context.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { Api, signIn, type List } from '../support/api.js';
import { startApp, type RunningApp } from '../support/app.js';
import { changingCalls } from '../support/changing-calls.js';
import { drawRoute } from '../support/draw-route.js';

interface Entry {
  readonly id: string;
  readonly at: string;
  readonly actor: { readonly id: string; readonly name: string };
  readonly for: { readonly name: string } | null;
  readonly address: string | null;
  readonly session: string | null;
  readonly verb: string;
  readonly subject: { readonly kind: string; readonly id: string; readonly name: string | null };
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly after: Readonly<Record<string, unknown>> | null;
  readonly place: number | null;
}

type Entries = List<Entry> & { readonly nextCursor: string | null };
type Made = Readonly<Record<string, string>> & { readonly id: string };

interface Report {
  readonly sealed: number;
  readonly problems: { readonly kind: string; readonly message: string }[];
}

let app: RunningApp;
let sql: pg.Client;
let admin: Api;
let clerk: Api;
let manager: Api;

/** Everything that was committed goes into the log and its chain, as the worker does it every few seconds. */
async function settle(): Promise<void> {
  const [work, taking, seals] = [app.app.get(UnitOfWork), app.app.get(TakeIntoAudit), app.app.get(SealAudit)];
  for (const step of [(ctx: Context) => taking.take(ctx), (ctx: Context) => seals.seal(ctx)]) {
    while ((await work.run(systemActor, step)) > 0);
  }
}

async function entries(query = '', who: Api = admin): Promise<Entry[]> {
  await settle();
  return (await who.get<Entries>(`/api/audit?limit=200${query}`)).items;
}

/** As somebody does who has the database and not the program. */
async function behind(text: string, values: unknown[] = []): Promise<void> {
  await sql.query('BEGIN');
  await sql.query('SET LOCAL session_replication_role = replica');
  await sql.query(text, values);
  await sql.query('COMMIT');
}

const newClient = (name: string, more: object = {}): Promise<Made> =>
  manager.post<Made>('/api/streams/clients/documents', { fields: { name }, ...more });
const tag = async (id: string) => (await admin.call('GET', `/api/documents/${id}`)).headers.get('etag') ?? '';
const edit = async (who: Api, id: string, change: object) =>
  who.patch<{ fields: Record<string, unknown>; version: number }>(`/api/documents/${id}`, change, {
    'if-match': await tag(id),
  });

beforeAll(async () => {
  app = await startApp({ worker: false });
  sql = new pg.Client(app.databaseUrl);
  await sql.connect();
  [admin, clerk, manager] = await Promise.all([app.api('admin'), app.api('clerk'), app.api('manager')]);
}, 60_000);

afterAll(async () => {
  await sql?.end();
  await app?.stop();
});

describe('the audit log over HTTP', () => {
  it('is read by administrators and auditors, and by nobody else', async () => {
    for (const path of ['', '/kinds', '/sheet', '/retention']) {
      expect((await clerk.call('GET', `/api/audit${path}`)).status).toBe(403);
    }
    expect((await clerk.call('POST', '/api/audit/verify')).status).toBe(403);
    await admin.patch('/api/people/accountant', { roles: ['auditor'] }, { 'if-match': '*' });
    const auditor = await app.api('accountant');
    expect((await entries('', auditor)).length).toBeGreaterThan(5);
    expect((await auditor.call('PUT', '/api/audit/retention', { rules: [] })).status).toBe(403);
  });

  it('tells who changed a document, when, from where, and what was before and after', async () => {
    const { id } = await newClient('Audited client', {});
    await edit(manager, id, { fields: { name: 'Audited client, renamed', industry: 'trade' } });
    const told = await entries(`&subject=document:${id}`);
    const me = await manager.get<Made>('/api/me');
    expect(told.map(({ verb }) => verb)).toEqual(['document.edited', 'document.registered']);
    expect(told[0]).toMatchObject({
      actor: { id: me.id, name: me['name'] },
      address: '127.0.0.1',
      session: expect.stringMatching(/^[0-9a-f-]{36}$/),
      before: { name: 'Audited client', industry: null },
      after: { name: 'Audited client, renamed', industry: 'trade', version: 2 },
      place: expect.any(Number),
    });
    expect(told[0]?.subject.name).toContain('Audited client, renamed');
  });

  it('names the absent for whom a substitute decides', async () => {
    const outcome = '<millrace:outcome key="approve" />';
    const flow = (from: string, to: string) =>
      `<sequenceFlow id="${from}-${to}" sourceRef="${from}" targetRef="${to}" />`;
    const task = `<startEvent id="begin" />${flow('begin', 'look')}<userTask id="look" name="Look"><extensionElements>
      <millrace:assignment performer='post("lawyer")'>${outcome}</millrace:assignment></extensionElements></userTask>
      ${flow('look', 'end')}<endEvent id="end" />`;
    await admin.put('/api/routes/test/looking', drawRoute('looking', task), { 'content-type': 'application/xml' });
    const day = 86_400_000;
    const startsAt = new Date(Date.now() - 1000).toISOString();
    const endsAt = new Date(Date.now() + day).toISOString();
    await admin.post('/api/substitutions', { absent: 'lawyer', substitute: 'head', startsAt, endsAt });
    const { id } = await newClient('Substituted client');
    await admin.post(`/api/documents/${id}/runs`, { route: 'test/looking' });
    const { items } = await admin.get<List<Made>>(`/api/assignments?document=${id}`);
    const head = await app.api('head');
    await head.post(`/api/assignments/${items[0]?.id}/complete`, { outcome: 'approve' });
    const told = await entries(`&subject=document:${id}`);
    const decided = told.find(({ for: absent }) => absent !== null);
    const [me, lawyer] = [await head.get<Made>('/api/me'), await (await app.api('lawyer')).get<Made>('/api/me')];
    expect(decided).toMatchObject({ actor: { name: me['name'] }, for: { id: lawyer.id, name: lawyer['name'] } });
    const ofLawyer = await entries(`&person=${lawyer.id}`);
    expect(ofLawyer.map(({ id: entry }) => entry)).toContain(decided?.id);
    const published = await entries('&verb=route.published');
    expect(published.find(({ subject }) => subject.id === 'test/looking')).toMatchObject({ after: { version: 1 } });
    expect((await entries('&kind=substitution'))[0]).toMatchObject({
      verb: 'substitution.added',
      for: { id: lawyer.id },
    });
  });

  it('tells of reads of confidential documents: card, file, and in an export', async () => {
    const { id } = await newClient('Quiet client', { confidential: true });
    const file = await manager.upload<Made>(
      `/api/documents/${id}/files`,
      'plan.txt',
      new Uint8Array([104, 105]),
      'text/plain',
    );
    await admin.get(`/api/documents/${id}`);
    const cfo = await app.api('ceo');
    await admin.post(`/api/documents/${id}/shares`, { person: 'ceo', level: 'read' });
    await cfo.bytes(`/api/files/${file.id}/content`);
    const reads = await entries(`&subject=document:${id}&verb=document.read`);
    expect(new Set(reads.map(({ actor }) => actor.name)).size).toBeGreaterThanOrEqual(2);
    await admin.bytes('/api/streams/clients/export');
    await admin.bytes(`/api/streams/clients/export?format=csv`);
    const [exported] = await entries('&verb=register.exported');
    expect(exported).toMatchObject({ subject: { kind: 'stream', id: 'clients' }, after: { confidential: [id] } });
  });

  it('tells of the configuration that came into force, and of the schema', async () => {
    const streams = await entries('&verb=stream.published');
    expect(streams.map(({ subject }) => subject.id)).toEqual(expect.arrayContaining(['clients', 'contracts']));
    expect((await entries('&verb=template.published')).length).toBeGreaterThan(0);
    expect((await entries('&verb=report.published')).length).toBeGreaterThan(0);
    expect((await entries('&verb=route.published')).length).toBeGreaterThan(3);
    expect((await entries('&verb=database.migrated'))[0]?.after?.['migrations']).toContain(
      'AuditOfEverything1796020000000',
    );
  });

  it('is filtered by person, kind, verb and period, and read page by page', async () => {
    const all = await entries();
    const kinds = (await admin.get<{ items: string[] }>('/api/audit/kinds')).items;
    expect(kinds).toEqual([...kinds].sort());
    expect(kinds).toEqual(expect.arrayContaining(['document', 'session', 'route']));
    const middle = all[Math.floor(all.length / 2)]?.at ?? '';
    for (const entry of await entries(`&from=${middle}`)) expect(entry.at >= middle).toBe(true);
    for (const entry of await entries(`&to=${middle}`)) expect(entry.at < middle).toBe(true);
    for (const entry of await entries('&kind=session')) expect(entry.verb).toMatch(/^session\./);
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: Entries = await admin.get<Entries>(`/api/audit?kind=stream&limit=2${cursor && `&cursor=${cursor}`}`);
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual((await entries('&kind=stream')).map(({ id }) => id));
    for (const wrong of ['cursor=x', 'person=x', 'subject=x', 'kind=X', 'from=yesterday', 'limit=0', 'verb=session']) {
      expect([wrong, (await admin.call('GET', `/api/audit?${wrong}`)).status]).toEqual([wrong, 400]);
    }
  });

  it('goes to Excel, which is an entry itself, and so is reading it', async () => {
    const bytes = await admin.bytes('/api/audit/sheet?kind=stream');
    const workbook = new exceljs.Workbook();
    await workbook.xlsx.load(bytes as unknown as ArrayBuffer);
    const sheet = workbook.worksheets[0];
    expect(sheet?.getRow(1).getCell(2).value).toBe('Who');
    expect(sheet?.rowCount).toBe(1 + (await entries('&kind=stream')).length);
    const own = await entries('&kind=audit');
    expect(own.map(({ verb }) => verb)).toEqual(expect.arrayContaining(['audit.exported', 'audit.read']));
  });

  it('is kept as long as an administrator says', async () => {
    const rules = [{ kind: 'session', years: 3 }];
    expect(await admin.put('/api/audit/retention', { rules })).toEqual({ rules });
    expect(await admin.get('/api/audit/retention')).toEqual({ rules });
    const wrong = await admin.call('PUT', '/api/audit/retention', { rules: [{ kind: 'audit', years: 1 }] });
    expect(wrong.status).toBe(422);
    expect((await entries('&verb=audit.retention-changed'))[0]).toMatchObject({ before: {}, after: { session: 3 } });
    await admin.put('/api/audit/retention', { rules: [] });
  });
});

describe('an earlier value', () => {
  const restore = async (who: Api, id: string, body: object, etag?: string) =>
    who.call<{ fields: Record<string, unknown>; version: number; type: string }>(
      'POST',
      `/api/documents/${id}/restore`,
      body,
      { 'if-match': etag ?? (await tag(id)) },
    );

  it('comes back as an edit, of which history and log say that it was a restore', async () => {
    const { id } = await newClient('First name');
    await edit(manager, id, { fields: { name: 'Second name', industry: 'trade' } });
    await edit(manager, id, { fields: { phone: '+370 600 12345' } });
    const one = await restore(manager, id, { version: 1, fields: ['name'] });
    expect(one).toMatchObject({ status: 200, body: { fields: { name: 'First name', industry: 'trade' }, version: 4 } });
    const whole = await restore(manager, id, { version: 1 });
    expect(whole.body.version).toBe(5);
    expect(whole.body.fields).toMatchObject({ name: 'First name' });
    expect(whole.body.fields['industry'] ?? null).toBeNull();
    const again = await restore(manager, id, { version: 1 });
    expect(again).toMatchObject({ status: 422, body: { type: 'urn:millrace:problem:nothing-to-restore' } });
    const { items } = await manager.get<List<{ event: string; detail: Record<string, unknown> }>>(
      `/api/documents/${id}/history`,
    );
    expect(items.at(-1)).toMatchObject({ event: 'document.edited', detail: { restored: 1, version: 5 } });
    const [last] = await entries(`&subject=document:${id}`);
    expect(last).toMatchObject({ verb: 'document.restored', before: { industry: 'trade' }, after: { industry: null } });
  });

  it('passes the same rights, checks and version as any edit', async () => {
    const { id } = await newClient('Guarded');
    await edit(manager, id, { fields: { name: 'Guarded, renamed' } });
    expect((await restore(manager, id, { version: 1 }, '"v1"')).status).toBe(412);
    expect((await manager.call('POST', `/api/documents/${id}/restore`, { version: 1 })).status).toBe(412);
    expect([403, 404]).toContain((await restore(await app.api('warehouse'), id, { version: 1 })).status);
    expect((await restore(manager, id, { version: 0 })).status).toBe(400);
    expect((await restore(manager, id, { version: 1, fields: ['phone'] })).status).toBe(422);
    expect((await restore(manager, id, { version: 9 })).status).toBe(422);
  });
});

describe('every call that is not GET', () => {
  it('is in the table of what the log says of it, or why nothing', async () => {
    const { paths } = await new Api(app.url).get<{ paths: Record<string, object> }>('/api/openapi.json');
    const calls = Object.entries(paths)
      .flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`))
      .filter((call) => !call.startsWith('GET '));
    expect(calls.length).toBeGreaterThan(100);
    expect(calls.filter((call) => !Object.hasOwn(changingCalls, call))).toEqual([]);
    expect(Object.keys(changingCalls).filter((call) => !calls.includes(call))).toEqual([]);
  });

  it('leaves an entry in the name of who made it, whatever is changed: one that nothing tells of has one all the same', async () => {
    const latest = async (verb: string) => (await entries(`&verb=${verb}`))[0];
    const view = await clerk.post<Made>('/api/views', {
      stream: 'clients',
      name: 'Mine',
      columns: [{ field: 'name' }],
    });
    const me = await clerk.get<Made>('/api/me');
    expect(await latest('call.made')).toMatchObject({
      actor: { id: me.id },
      address: '127.0.0.1',
      subject: { kind: 'call', id: 'POST /api/views' },
      after: { body: { name: 'Mine' } },
    });
    await clerk.delete(`/api/views/${view.id}`);
    expect(await latest('call.made')).toMatchObject({
      subject: { id: 'DELETE /api/views/:id' },
      after: { params: { id: view.id } },
    });
    const before = (await entries()).length;
    await clerk.call('POST', '/api/views', { stream: 'clients' });
    await clerk.post('/api/notifications/read', { all: true });
    expect((await entries()).length).toBe(before);
  });

  it.each(Object.entries(changingCalls).filter(([, { real }]) => real !== undefined))(
    '%s is told of',
    async (call, { verb, real }) => {
      await settle();
      const [newest] = (
        await sql.query<{ last: string }>('SELECT id::text AS last FROM audit_entry ORDER BY id DESC LIMIT 1')
      ).rows;
      const as = (login: string, password?: string) => signIn(app.url, login, password);
      await real?.({ admin, clerk, manager, as, url: app.url, sql });
      await settle();
      const { rows } = await sql.query<{ verb: string; address: string | null }>(
        'SELECT verb, address FROM audit_entry WHERE id > $1 ORDER BY id',
        [newest?.last],
      );
      expect([call, rows.map((row) => row.verb)]).toEqual([call, expect.arrayContaining([verb])]);
      expect(rows.find((row) => row.verb === verb)?.address).toBe('127.0.0.1');
    },
  );

  it('has words for the verb of every entry, and for every verb of the table', async () => {
    const file = join(import.meta.dirname, '../../web/src/features/audit/texts/en.json');
    const texts = JSON.parse(await readFile(file, 'utf8')) as { verbs: Record<string, Record<string, string>> };
    const { rows } = await sql.query<{ verb: string }>('SELECT DISTINCT verb FROM audit_entry');
    const verbs = [...rows, ...Object.values(changingCalls)].flatMap(({ verb }) => verb ?? []);
    const worded = (verb: string) => texts.verbs[verb.split('.')[0] ?? '']?.[verb.split('.')[1] ?? ''];
    expect(verbs.filter((verb) => worded(verb) === undefined)).toEqual([]);
  });

  it('leaves no secret in the log', async () => {
    const all = JSON.stringify((await sql.query('SELECT before, after FROM audit_entry')).rows);
    for (const secret of ['mailbox-secret', 'otpauth', '$argon2']) expect(all).not.toContain(secret);
  });
});

describe('verifying', () => {
  const verify = async () => {
    await settle();
    return admin.post<Report>('/api/audit/verify');
  };

  it('finds everything as it was written, and is an entry itself', async () => {
    expect((await verify()).problems).toEqual([]);
    expect((await entries('&verb=audit.verified'))[0]?.after).toMatchObject({ problems: 0 });
  });

  const attacks: [string, string, (id: string) => Promise<void>][] = [
    [
      'an event of history changed',
      'altered',
      (id) => behind(`UPDATE document_history SET detail = '{}' WHERE document_id = $1`, [id]),
    ],
    [
      'an event of history given to another',
      'altered',
      (id) => behind(`UPDATE document_history SET actor_name = 'Nobody' WHERE document_id = $1`, [id]),
    ],
    [
      'an event of history taken out',
      'removed',
      (id) => behind('DELETE FROM document_history WHERE document_id = $1', [id]),
    ],
    [
      'an event of history put in',
      'inserted',
      (id) =>
        behind(
          `INSERT INTO document_history (document_id, at, actor_id, actor_name, event, detail)
       SELECT document_id, at, actor_id, actor_name, 'document.edited', '{}' FROM document_history WHERE document_id = $1`,
          [id],
        ),
    ],
    [
      'an entry of the log changed',
      'altered',
      (id) => behind(`UPDATE audit_entry SET after = '{}' WHERE object_id = $1`, [id]),
    ],
    ['an entry of the log taken out', 'removed', (id) => behind('DELETE FROM audit_entry WHERE object_id = $1', [id])],
  ];

  it.each(attacks)('finds %s', async (_, kind, attack) => {
    const { id } = await newClient(`Attacked ${_}`);
    const before = (await verify()).problems.length;
    await attack(id);
    const { problems } = await verify();
    expect(problems.length).toBeGreaterThan(before);
    expect(problems.map((problem) => problem.kind)).toContain(kind);
  });

  it('the history of a document takes neither change nor deletion', async () => {
    await expect(sql.query(`UPDATE document_history SET event = 'nothing'`)).rejects.toThrow('append-only');
    await expect(sql.query('DELETE FROM document_history')).rejects.toThrow('append-only');
  });
});
