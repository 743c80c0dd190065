import pg from 'pg';
import { signIn, type Api, type List } from '../support/api.js';
import { startApp, type RunningApp } from '../support/app.js';
import { accessTable, type Access } from '../support/access-table.js';

type Made = Readonly<Record<string, string>> & { readonly id: string };

let app: RunningApp;
let sql: pg.Client;
let calls: string[];
let stranger: Api;
let reader: Api;
/** What the holes of addresses are filled with: things of other people that exist. */
let holes: (path: string) => string;
/** Bodies that would be taken from whoever has the right, so that a refusal is one of rights. */
let bodies: Readonly<Record<string, object>>;

beforeAll(async () => {
  app = await startApp({ worker: false });
  sql = new pg.Client(app.databaseUrl);
  await sql.connect();
  const [admin, manager] = await Promise.all([app.api('admin'), app.api('manager')]);
  const { paths } = await admin.get<{ paths: Record<string, object> }>('/api/openapi.json');
  calls = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  await admin.post('/api/people', { login: 'stranger', name: 'Some Body' });
  const hash = `(SELECT password_hash FROM person WHERE login = 'warehouse')`;
  await sql.query(`UPDATE person SET password_hash = ${hash} WHERE login = 'stranger'`);
  stranger = await signIn(app.url, 'stranger');
  const { token } = await admin.post<{ token: string }>('/api/me/tokens', { name: 'Reader', scopes: ['read'] });
  reader = Object.assign(Object.create(Object.getPrototypeOf(admin) as object) as Api, { url: app.url, token });
  await prepare(admin, manager);
}, 60_000);

afterAll(async () => {
  await sql?.end();
  await app?.stop();
});

async function prepare(admin: Api, manager: Api): Promise<void> {
  const fields = { name: 'Client of others' };
  const document = await manager.post<Made>('/api/streams/clients/documents', { fields });
  const run = await manager.post<Made>(`/api/documents/${document.id}/individual-runs`, {
    ...{ purpose: 'approve', stages: [{ people: ['lawyer'] }] },
  });
  const { items } = await admin.get<List<Made>>(`/api/assignments?document=${document.id}&state=all`);
  const plan = new Uint8Array([104, 105]);
  const file = await manager.upload<Made>(`/api/documents/${document.id}/files`, 'a.txt', plan, 'text/plain');
  const share = await manager.post<Made>(`/api/documents/${document.id}/shares`, { person: 'lawyer' });
  const columns = [{ field: 'name' }];
  const view = await manager.post<Made>('/api/views', { stream: 'clients', name: 'Of others', columns });
  const token = await manager.post<Made>('/api/me/tokens', { name: 'Of others', scopes: ['read'] });
  const sessions = await manager.get<List<Made>>('/api/me/sessions');
  const [startsAt, endsAt] = [1, 2].map((day) => new Date(Date.now() + day * 86_400_000).toISOString());
  const substitution = await admin.post<Made>('/api/substitutions', {
    ...{ absent: 'cfo', substitute: 'ceo', startsAt, endsAt },
  });
  const robot = await admin.post<Made>('/api/service-accounts', { login: 'robot', name: 'Robot', roles: [] });
  const ids: [RegExp, string][] = [
    [/^\/api\/(documents|access\/report\/documents)\//, document.id],
    [/^\/api\/assignments\//, items[0]?.id ?? ''],
    [/^\/api\/runs\//, run.id],
    [/^\/api\/files\//, file.id],
    [/^\/api\/views\//, view.id],
    [/^\/api\/me\/tokens\//, token.id],
    [/^\/api\/me\/sessions\//, sessions.items[0]?.id ?? ''],
    [/^\/api\/substitutions\//, substitution.id],
    [/^\/api\/service-accounts\//, robot.id],
    [/^\/api\/jobs\//, '7'],
  ];
  const names: Readonly<Record<string, string>> = {
    ...{ stream: 'clients', share: share.id, person: 'lawyer', unit: 'sales', post: 'lawyer', group: 'none' },
    ...{ calendar: 'default', role: 'auditor', solution: 'sales', route: 'quick-sale', form: 'order' },
    ...{ report: 'load', timer: 'none', token: token.id },
  };
  const other = '01a20546-f938-71e1-a3dc-fcff43e181cf';
  holes = (path) =>
    path.replace(/\{(\w+)\}/g, (_, hole: string) => names[hole] ?? ids.find(([form]) => form.test(path))?.[1] ?? other);
  const reason = 'Because';
  const assignment = Object.fromEntries(
    ['refuse', 'fail', 'return', 'report', 'accept', 'skip', 'suspend', 'dismiss-lapse', 'cancel', 'recall'].map(
      (what) => [`POST /api/assignments/{id}/${what}`, { reason }],
    ),
  );
  bodies = {
    ...assignment,
    'POST /api/assignments/{id}/delegate': { to: 'lawyer' },
    'POST /api/assignments/{id}/forward': { to: 'lawyer' },
    'POST /api/assignments/{id}/complete': { outcome: 'approve' },
    'POST /api/assignments/{id}/report': {},
    'POST /api/assignments/{id}/accept': {},
    'POST /api/assignments/{id}/extend': { dueAt: endsAt, reason },
    'PATCH /api/documents/{id}': { fields },
    'POST /api/documents/{id}/restore': { version: 1 },
    'POST /api/documents/{id}/comments': { text: 'Hello' },
    'POST /api/documents/{id}/links': { to: document.id, kind: 'related' },
    'POST /api/documents/{id}/shares': { person: 'stranger' },
    'POST /api/documents/{id}/runs': { route: 'sales/quick-sale' },
    'POST /api/documents/{id}/runs/preview': { route: 'sales/quick-sale' },
    'POST /api/documents/{id}/individual-runs': { purpose: 'approve', stages: [{ people: ['lawyer'] }] },
    'POST /api/documents/{id}/assignments': { performers: ['lawyer'], instruction: 'Look' },
    'POST /api/documents/{id}/generate': { template: 'sales/contract' },
    'POST /api/runs/{id}/cancel': { reason },
    'POST /api/runs/{id}/activate': { element: 'stage-1' },
    'POST /api/runs/{id}/move': { from: 'stage-1', to: 'end', reason },
    'PATCH /api/runs/{id}/variables': { variables: { a: 1 }, reason },
    'POST /api/assignments/decisions': { items: [{ id: items[0]?.id, outcome: 'approve' }] },
    'POST /api/routes/{route}/migrations': { from: 1 },
    'POST /api/routes/{route}/migrations/preview': { from: 1 },
    'POST /api/routes/{solution}/{route}/migrations': { from: 1 },
    'POST /api/routes/{solution}/{route}/migrations/preview': { from: 1 },
    'POST /api/extensions/{id}/deny': { reason },
    'POST /api/calls': { matter: 'A question' },
    'PATCH /api/mailboxes/{id}': { active: false },
    'PATCH /api/me/passkeys/{id}': { name: 'Mine now' },
    'POST /api/substitutions': { absent: 'cfo', substitute: 'stranger', startsAt, endsAt },
    'POST /api/streams/{stream}/documents': { fields },
    'POST /api/streams/{stream}/similar': { fields },
    'POST /api/streams/{stream}/export': { ids: [document.id] },
    'POST /api/streams/{stream}/documents/bulk': { ids: [document.id], responsible: 'stranger' },
    'PATCH /api/views/{id}': { name: 'Mine now' },
    'PATCH /api/substitutions/{id}': { reason },
    'PUT /api/audit/retention': { rules: [] },
    'POST /api/mailboxes': { url: 'imap://a:b@127.0.0.1:1/INBOX?stream=requests' },
    'PATCH /api/notification-policy': { linkDays: 3 },
    'POST /api/signals': { name: 'x' },
    'POST /api/messages': { name: 'x' },
  };
}

/** Only the status: some answers never end. */
async function statusOf(call: string, token?: string): Promise<number> {
  const [method = '', path = ''] = call.split(' ');
  const body = method === 'GET' || method === 'DELETE' ? undefined : JSON.stringify(bodies[call] ?? {});
  const response = await fetch(`${app.url}${holes(path)}`, {
    method,
    redirect: 'manual',
    headers: {
      'if-match': '*',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body }),
  });
  await response.body?.cancel();
  return response.status;
}

/** What a call answers to a visitor, to somebody without rights, and to a token that may only read. */
async function accessOf(call: string): Promise<Access> {
  const visitor = await statusOf(call);
  const other = await statusOf(call, stranger.token);
  if (/^DELETE \/api\/(me\/)?session/.test(call)) stranger = await signIn(app.url, 'stranger');
  return [visitor, other, await statusOf(call, reader.token)];
}

it('lets visitors, strangers and tokens that may only read do what the access table says, at every endpoint', async () => {
  const found: Record<string, Access> = {};
  for (const call of calls) found[call] = await accessOf(call);
  if (process.env.PRINT_ACCESS_TABLE) console.log(JSON.stringify(found));
  expect(found).toEqual(accessTable);
}, 120_000);

it('opens nothing to a token that may only read but reading, and nothing of others to a stranger', () => {
  for (const [call, [visitor, other, token]] of Object.entries(accessTable)) {
    // A passkey that is none is answered with 401 as well, whoever shows it.
    if (visitor !== 401 || token === 401) continue;
    if (!call.startsWith('GET ')) expect([call, token]).toEqual([call, 403]);
    if (/^\w+ \/api\/(documents|assignments|runs|files)\/\{id\}/.test(call)) {
      expect([call, other >= 400]).toEqual([call, true]);
    }
  }
});
