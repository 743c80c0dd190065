import exceljs from 'exceljs';
import { request } from 'node:http';
import { deflateRawSync } from 'node:zlib';
import { compileExpression, evaluate } from '../../src/platform/feel/expression.js';
import { readArchive, writeArchive } from '../../src/platform/files/archive.js';
import { Api, type Answer, type List } from '../support/api.js';
import { startApp, type RunningApp } from '../support/app.js';
import { until } from '../support/until.js';

interface OpenApi {
  readonly paths: Record<string, Record<string, { readonly requestBody?: { readonly content: object } }>>;
}

type Made = Readonly<Record<string, string>> & { readonly id: string };

/** What a program for sheets would work out, and where a text could begin with it. */
const formula = '=HYPERLINK("http://evil.example","x")';
const hostile = '<img src=x onerror=alert(1)>"\'><script>alert(1)</script>{{constructor.constructor("return 7")()}}';
const workbookType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

let app: RunningApp;
let admin: Api;
let manager: Api;
/** Everything that the program wrote to its output since it began. */
const written: string[] = [];
const restore: (() => void)[] = [];

/** Keeps a copy of what goes to standard output and error. */
function listen(): void {
  for (const stream of [process.stdout, process.stderr]) {
    const original = stream.write.bind(stream);
    stream.write = (text: string | Uint8Array) => {
      written.push(String(text));
      return true;
    };
    restore.push(() => {
      stream.write = original;
    });
  }
}

beforeAll(async () => {
  listen();
  app = await startApp({ environment: { LOG_LEVEL: 'verbose' } });
  [admin, manager] = await Promise.all([app.api('admin'), app.api('manager')]);
}, 90_000);

afterAll(async () => {
  await app?.stop();
  for (const back of restore) back();
});

/** The answer to an address as it is, which `fetch` would tidy up first. */
function raw(path: string, method = 'GET'): Promise<{ status: number; body: string }> {
  const { hostname, port } = new URL(app.url);
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, path, method }, (answer) => {
      let body = '';
      answer.on('data', (part: Buffer) => (body += part.toString('latin1')));
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body }));
    });
    sent.on('error', reject);
    sent.end();
  });
}

describe('the policy of what an answer may load', () => {
  const policyOf = async (path: string, who: Api = admin) =>
    (await who.call('GET', path)).headers.get('content-security-policy') ?? '';

  it('lets nothing run, load or frame an answer of the API, whatever it says', async () => {
    for (const path of [
      '/api/welcome',
      '/api/nothing',
      '/api/streams',
      '/api/streams/clients/export',
      '/api/openapi.json',
    ])
      expect([path, await policyOf(path)]).toEqual([
        path,
        "default-src 'none';base-uri 'none';form-action 'none';frame-ancestors 'none'",
      ]);
    expect(await policyOf('/api/me', new Api(app.url))).toContain("default-src 'none'");
  });

  it('has no inline style or script anywhere, also on the page of the API', async () => {
    for (const path of ['/', '/desk', '/api/docs', '/f/order', '/d/x']) {
      const policy = await policyOf(path);
      expect([path, policy]).toEqual([path, expect.stringMatching(/(default|script)-src '(none|self)'/)]);
      expect(policy).not.toContain('unsafe');
    }
    const page = await admin.call<string>('GET', '/api/docs');
    const nonce = /'nonce-([^']+)'/.exec(page.headers.get('content-security-policy') ?? '')?.[1] ?? 'none';
    expect(page.body).toContain(`<style nonce="${nonce}">`);
    expect(page.body).not.toMatch(/ style="|<script>/);
  });

  it('comes with the other headers that keep an answer to itself', async () => {
    const { headers } = await admin.call('GET', '/api/me');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('strict-transport-security')).toMatch(/max-age=31536000; includeSubDomains/);
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
    expect(headers.get('access-control-allow-origin')).toBeNull();
    expect(headers.get('cache-control')).toContain('no-store');
    expect(headers.get('x-powered-by')).toBeNull();
  });
});

describe('a refusal for lack of rights', () => {
  it('is in the audit log, once for the same attempt', async () => {
    const clerk = await app.api('clerk');
    const me = await clerk.get<Made>('/api/me');
    for (let i = 0; i < 3; i += 1) expect((await clerk.call('GET', '/api/audit')).status).toBe(403);
    expect((await clerk.call('PUT', '/api/roles/mine', { name: 'Mine' })).status).toBe(403);
    const refused = () =>
      admin.get<List<{ actor: Made; subject: Made; after: object; address: string }>>(
        `/api/audit?verb=access.refused&person=${me.id}`,
      );
    await until('both are noted', async () => (await refused()).items.length === 2);
    const { items } = await refused();
    expect(items).toEqual([
      expect.objectContaining({ address: '127.0.0.1', after: expect.objectContaining({ params: { role: 'mine' } }) }),
      expect.objectContaining({ after: { reason: expect.any(String) } }),
    ]);
    expect(items.map(({ subject }) => subject.id)).toEqual(['PUT /api/roles/:role', 'GET /api/audit']);
  });
});

describe('a text that looks like a formula', () => {
  it('is a text in every sheet that leaves', async () => {
    await admin.post('/api/people', { login: 'formula', name: formula });
    await admin.post('/api/units', { key: 'formula', name: formula });
    await admin.post('/api/streams/clients/documents', { fields: { name: formula, industry: formula } });
    const { items } = await admin.get<List<{ key: string }>>('/api/reports');
    const reports = items.map(({ key }) => `/api/reports/${key}/sheet`);
    expect(reports.length).toBeGreaterThan(2);
    const found: string[] = [];
    for (const path of [
      ...['/api/streams/clients/export', '/api/organisation/import/template', '/api/audit/sheet'],
      ...reports,
    ]) {
      const workbook = new exceljs.Workbook();
      await workbook.xlsx.load((await admin.bytes(path)) as unknown as ArrayBuffer);
      workbook.eachSheet((sheet) =>
        sheet.eachRow((row) =>
          row.eachCell((cell) => {
            expect([path, cell.type]).not.toEqual([path, exceljs.ValueType.Formula]);
            if (cell.value === formula) found.push(path);
          }),
        ),
      );
    }
    expect(found).toEqual(expect.arrayContaining(['/api/streams/clients/export', '/api/organisation/import/template']));
    const csv = (await admin.bytes('/api/streams/clients/export?format=csv')).toString();
    expect(csv).not.toMatch(/(^|[,\n])"?=/);
    expect(csv).toContain(`"'=HYPERLINK(""http`);
  });
});

describe('what unpacks to more than it seems', () => {
  const send = (bytes: Buffer, path: string): Promise<Answer<Made>> => {
    const form = new FormData();
    form.append('file', new Blob([Uint8Array.from(bytes)], { type: workbookType }), 'firm.xlsx');
    return admin.call('POST', path, form);
  };

  it('is refused where the organisation is imported, whether it tells or lies', async () => {
    const packed = deflateRawSync(Buffer.alloc(150 * 1024 * 1024));
    for (const said of [150 * 1024 * 1024, 1000]) {
      const answer = await send(bomb(packed, said), '/api/organisation/import/preview');
      expect(answer).toMatchObject({ status: 413, body: { type: 'urn:millrace:problem:file-too-large' } });
    }
    const many = writeArchive(new Map(Array.from({ length: 300 }, (_, at) => [`${at}`, Buffer.alloc(1)])));
    expect((await send(many, '/api/organisation/import')).status).toBe(413);
  }, 60_000);

  it('is no workbook where its XML declares entities', async () => {
    const book = new exceljs.Workbook();
    book.addWorksheet('People').addRows([
      ['Login', 'Name'],
      ['lol', 'entity-here'],
    ]);
    const parts = await readArchive(Buffer.from(await book.xlsx.writeBuffer()), { unpackedBytes: 1e7, entries: 100 });
    const shared = parts.get('xl/sharedStrings.xml')?.toString() ?? '';
    const laughs = Array.from({ length: 12 }, (_, at) => `<!ENTITY a${at + 1} "${`&a${at};`.repeat(10)}">`).join('');
    const doctype = `<!DOCTYPE sst [<!ENTITY a0 "ha">${laughs}<!ENTITY f SYSTEM "file:///etc/passwd">]>`;
    const hostile = shared.replace('<sst', `${doctype}<sst`).replace('entity-here', '&a12;&f;');
    parts.set('xl/sharedStrings.xml', Buffer.from(hostile));
    const { status, body } = await send(writeArchive(parts), '/api/organisation/import/preview');
    expect(status === 422 || status === 200).toBe(true);
    expect(JSON.stringify(body)).not.toMatch(/haha|root:/);
  });

  it('is refused as a route: BPMN with document types and entities is not read', async () => {
    const xml = `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><definitions>&a;</definitions>`;
    const type = { 'content-type': 'application/xml' };
    const checked = await admin.call('POST', '/api/routes/test/bomb/check', xml, type);
    expect(JSON.stringify(checked.body)).toContain('doctype');
    expect((await admin.call('PUT', '/api/routes/test/bomb', xml, type)).status).toBe(422);
  });
});

describe('a path that leads elsewhere', () => {
  it('leads to no file of the server', async () => {
    for (const path of [
      ...['/../package.json', '/..%2fpackage.json', '/%2e%2e/package.json', '/assets/../../package.json'],
      ...['/assets/..%2f..%2f..%2fpackage.json', '/..\\package.json', '/assets/%00', '//etc/passwd'],
      ...['/api/docs/../../package.json', '/api/docs/..%2f..%2fpackage.json', '/.git/config', '/package.json', '/.env'],
    ]) {
      const { status, body } = await raw(path);
      expect([path, body.includes('"dependencies"') || body.includes('[core]') || body.includes('root:')]).toEqual([
        path,
        false,
      ]);
      expect([path, status]).not.toEqual([path, 500]);
      if (/package|\.git|\.env/.test(path)) expect([path, status >= 400]).toEqual([path, true]);
    }
  });

  it('is no way to what was sent: TRACE is refused, folders are not listed', async () => {
    const traced = await raw('/api/welcome', 'TRACE');
    expect(traced.status).toBeGreaterThanOrEqual(400);
    expect((await raw('/assets/')).status).toBe(404);
  });

  it('is nothing in the name of a file, a template or a part', async () => {
    const { id } = await manager.post<Made>('/api/streams/clients/documents', { fields: { name: 'Paths' } });
    const file = await manager.upload<Made>(
      ...([`/api/documents/${id}/files`, '../../../etc/passwd\r\nX-Evil: 1.txt', new Uint8Array([97])] as const),
      'text/plain',
    );
    expect(file['name']).not.toMatch(/[/\\\r\n]/);
    const content = await manager.call('GET', `/api/files/${file.id}/content`);
    expect(content.headers.get('x-evil')).toBeNull();
    expect(content.headers.get('content-disposition')).not.toMatch(/[/\r\n]/);
    for (const template of ['../../package', 'sales/../../package', '/etc/passwd', 'sales\\contract']) {
      const { status } = await manager.call('POST', `/api/documents/${id}/generate`, { template });
      expect([template, [400, 404, 409, 422].includes(status)]).toEqual([template, true]);
    }
    for (const part of ['..%2f0', '-1', '1e3', '%00']) {
      const { status } = await manager.call('GET', `/api/files/${file.id}/parts/${part}`);
      expect([part, status]).toEqual([part, expect.any(Number)]);
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(500);
    }
    for (const path of ['..%2f..%2fetc', 'sales%2f..%2f..']) {
      const type = { 'content-type': 'application/xml' };
      const { status } = await admin.call('PUT', `/api/routes/${path}`, '<x/>', type);
      expect([path, status >= 400 && status < 500]).toEqual([path, true]);
    }
  });
});

describe('members that nobody asked for', () => {
  it('are refused by every call that takes a body', async () => {
    const { paths } = await admin.get<OpenApi>('/api/openapi.json');
    const calls = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods)
        .filter(([, { requestBody }]) => requestBody && 'application/json' in requestBody.content)
        .map(([method]) => [method.toUpperCase() as 'POST', path] as const),
    );
    expect(calls.length).toBeGreaterThan(60);
    const taken: string[] = [];
    for (const [method, path] of calls) {
      // What a form sends is read by the fields of the form; what it does not know is kept nowhere.
      if (path.includes('/forms/')) continue;
      const address = path.replace(/\{\w+\}/g, '01a20546-f938-71e1-a3dc-fcff43e181cf');
      const { status } = await admin.call(method, address, { isAdministrator: true, id: 'x' }, { 'if-match': '*' });
      if (status < 400 || status >= 500) taken.push(`${method} ${path} ${status}`);
    }
    expect(taken).toEqual([]);
  });

  it('give nobody roles, another owner, number or version', async () => {
    for (const body of [{ roles: ['admin'] }, { active: true }, { login: 'admin' }, { id: 'x', language: 'en' }]) {
      expect((await manager.call('PATCH', '/api/me', body)).status).toBe(400);
    }
    expect((await manager.get<{ roles: string[] }>('/api/me')).roles).not.toContain('admin');
    const fields = { name: 'Assigned' };
    for (const more of [
      { number: 'X-1' },
      { version: 9 },
      { authorId: 'x' },
      { stream: 'contracts' },
      { createdAt: 'x' },
    ]) {
      const { status } = await manager.call('POST', '/api/streams/clients/documents', { fields, ...more });
      expect([more, status]).toEqual([more, 400]);
    }
    const unknown = await manager.call('POST', '/api/streams/clients/documents', {
      fields: { ...fields, isAdmin: true },
    });
    expect(unknown.status).toBe(422);
    for (const body of [
      '{"fields":{"name":"x"},"__proto__":{"roles":["admin"]}}',
      '{"fields":{"name":"x","constructor":{"prototype":{"roles":["admin"]}}}}',
    ]) {
      const answer = await manager.call('POST', '/api/streams/clients/documents', body, {
        'content-type': 'application/json',
      });
      expect([body, answer.status >= 400 && answer.status < 500]).toEqual([body, true]);
    }
    expect(({} as Record<string, unknown>)['roles']).toBeUndefined();
  });

  it('are refused when a parameter comes twice', async () => {
    const twice = await admin.call('GET', '/api/audit?kind=session&kind=document');
    expect(twice.status).toBe(400);
  });
});

describe('expressions', () => {
  it('reach nothing of the program', () => {
    for (const source of [
      ...['card.constructor', 'card.__proto__', 'name.constructor', 'card.toString', 'lines.constructor.constructor'],
      ...['constructor', 'globalThis', 'process.env', 'require("fs")', 'get value(card, "constructor")'],
      ...[
        'card.constructor("return process")()',
        '(function() process)()',
        'lines.length',
        'get value(card, "__proto__")',
      ],
    ]) {
      const compiled = compileExpression(source);
      if ('problem' in compiled) continue;
      const result = evaluate(compiled.expression, { card: { a: 1 }, name: 'x', lines: [1] });
      const value = 'value' in result ? result.value : null;
      expect([source, typeof value === 'function' || value === Object.prototype]).toEqual([source, false]);
      expect([source, value ?? null]).toEqual([source, null]);
    }
  });
});

describe('what somebody typed or sent', () => {
  it('is no page of ours', async () => {
    const { id } = await manager.post<Made>('/api/streams/clients/documents', { fields: { name: hostile } });
    const page = await manager.call<string>('GET', `/documents/${id}?q=${encodeURIComponent(hostile)}`);
    expect(page.body).not.toContain('<script>alert');
    const path = `/api/documents/${id}/files`;
    for (const [name, type] of [
      ['"><svg onload=alert(1)>.svg', 'image/svg+xml'],
      ['page.html', 'text/html'],
      ['page.xhtml', 'application/xhtml+xml'],
    ] as const) {
      const bytes = new TextEncoder().encode(
        `<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">${hostile}</svg>`,
      );
      const file = await manager.upload<Made>(path, name, bytes, type);
      const { headers } = await manager.call<string>('GET', `/api/files/${file.id}/content`);
      expect([name, headers.get('content-disposition')]).toEqual([name, expect.stringMatching(/^attachment/)]);
      expect(headers.get('content-security-policy')).toBe("sandbox; default-src 'none'; frame-ancestors 'self'");
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    }
  });
});

describe('the log of the program', () => {
  it('holds no secret, however much it tells', async () => {
    const password = 'correct-Horse-battery-77';
    await admin.post('/api/people', { login: 'secretive', name: 'Secretive', email: 'secretive@example.com' });
    await new Api(app.url).call('POST', '/api/session', { login: 'secretive', password });
    await new Api(app.url).call('POST', '/api/password-reset', { login: 'secretive' });
    await new Api(app.url).call('POST', '/api/new-password', { token: 'A'.repeat(43), password });
    const { token } = await admin.post<{ token: string }>('/api/me/tokens', { name: 'Logged', scopes: ['read'] });
    await new Api(app.url, token).get('/api/me');
    await new Api(app.url, `${token}x`).call('GET', '/api/me');
    await admin.post('/api/mailboxes', { url: 'imap://box:mailbox-pass-77@127.0.0.1:1/INBOX?stream=requests' });
    const { items } = await until('the mailbox was tried', async () => {
      const list = await admin.get<List<{ id: string; error?: string | null }>>('/api/mailboxes');
      return list.items.length > 0 && list;
    });
    expect(JSON.stringify(items)).not.toContain('mailbox-pass-77');
    const all = written.join('');
    expect(all.length).toBeGreaterThan(100);
    for (const secret of [password, token, 'A'.repeat(43), 'mailbox-pass-77', admin.token ?? 'none', '$argon2']) {
      expect(all.includes(secret)).toBe(false);
    }
  });
});

/** An archive of one entry that says of itself that it unpacks to `said` bytes. */
function bomb(packed: Buffer, said: number): Buffer {
  const archive = writeArchive(new Map([['xl/workbook.xml', packed]]));
  const directory = archive.lastIndexOf(Buffer.from('PK\x01\x02', 'latin1'));
  archive.writeUInt16LE(8, 8);
  archive.writeUInt32LE(said, 22);
  archive.writeUInt16LE(8, directory + 10);
  archive.writeUInt32LE(said, directory + 24);
  return archive;
}
