import { grantAccess } from '../../src/documents/access/grant-access.js';
import { EditDocument } from '../../src/documents/card/edit-document.js';
import { contentHash } from '../../src/documents/files/content-hash.js';
import { StoreFile } from '../../src/documents/files/store-file.js';
import { DocumentsApp, items } from './documents-app.js';

let app: DocumentsApp;
beforeAll(async () => {
  app = await DocumentsApp.start();
}, 60_000);
afterAll(() => app.stop());

describe('files', () => {
  const pdf = Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n');
  const page = Buffer.from('<html><script>alert(1)</script></html>');

  it('keep versions of one name, equal bytes once, and tell so', async () => {
    const made = await app.paper('clerk', {});
    const url = `/api/documents/${made.id}/files`;
    const first = await app.upload('clerk', url, 'draft.pdf', pdf);
    expect(first.status).toBe(201);
    expect(first.body).toMatchObject({
      ...{ name: 'draft.pdf', type: 'application/pdf', size: pdf.length, version: 1, role: 'attachment' },
      createdBy: { login: 'clerk' },
    });
    expect(first.headers['location']).toBe(`/api/files/${String(first.body['id'])}/content`);
    expect((await app.upload('clerk', url, 'draft.pdf', pdf)).body).toEqual(first.body);
    const changed = Buffer.concat([pdf, Buffer.from('more')]);
    const second = await app.upload('clerk', url, 'draft.pdf', changed);
    expect(second.body).toMatchObject({ id: first.body['id'], version: 2, size: changed.length });
    const scan = await app.upload('clerk', url, 'draft.pdf', pdf, { role: 'scan' });
    expect(scan.body).toMatchObject({ version: 1, role: 'scan', sha256: first.body['sha256'] });
    expect(items(await app.call('clerk', 'GET', url))).toEqual([second.body, scan.body]);
    const content = `/api/files/${String(first.body['id'])}/content`;
    expect((await app.call('clerk', 'GET', content)).raw).toEqual(changed);
    expect((await app.call('clerk', 'GET', `${content}?version=1`)).raw).toEqual(pdf);
    expect((await app.call('clerk', 'GET', `${content}?version=9`)).status).toBe(404);
    const history = items<{ event: string }>(await app.call('clerk', 'GET', `/api/documents/${made.id}/history`));
    expect(history.map(({ event }) => event)).toEqual([
      ...['document.registered', 'file.added', 'file.version-added', 'file.added'],
    ]);
  });

  it('give versions one after another when they come at once', async () => {
    const made = await app.paper('clerk', {});
    const stored = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        app.as(null, (ctx) =>
          app.app.get(StoreFile).execute(ctx, made.id, {
            ...{ name: 'paper.pdf', type: 'application/pdf', role: 'generated', template: 'sales/contract' },
            bytes: Buffer.from(`version ${index}`),
          }),
        ),
      ),
    );
    expect(new Set(stored.map(({ id }) => id)).size).toBe(1);
    expect(stored.map(({ version }) => version).sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('leave in ranges, with tags, and in a form in which nothing can run', async () => {
    const made = await app.paper('clerk', {}, { responsibleId: app.actor('manager').id });
    const { body } = await app.upload('clerk', `/api/documents/${made.id}/files`, 'čekis "1".pdf', pdf);
    const get = (headers: Record<string, string>) =>
      app.call('manager', 'GET', `/api/files/${String(body['id'])}/content`, undefined, headers);
    const whole = await get({});
    expect(whole.headers).toMatchObject({
      ...{ 'content-type': 'application/pdf', 'x-content-type-options': 'nosniff', 'accept-ranges': 'bytes' },
      ...{
        'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'self'",
        etag: `"${String(body['sha256'])}"`,
      },
      'content-length': String(pdf.length),
    });
    expect(whole.headers['content-disposition']).toMatch(/^inline; .*filename\*=UTF-8''%C4%8Dekis/);
    const part = await get({ range: 'bytes=5-8' });
    expect([part.status, part.raw.toString(), part.headers['content-range']]).toEqual([
      206,
      '1.7\n',
      `bytes 5-8/${pdf.length}`,
    ]);
    expect((await get({ range: 'bytes=-6' })).raw.toString()).toBe('%%EOF\n');
    expect((await get({ range: 'bytes=40-' })).raw).toEqual(pdf.subarray(40));
    const beyond = await get({ range: 'bytes=4000-' });
    expect([beyond.status, beyond.headers['content-range']]).toEqual([416, `bytes */${pdf.length}`]);
    expect((await get({ range: 'bytes=5-8', 'if-range': '"other"' })).status).toBe(200);
    expect((await get({ 'if-none-match': String(whole.headers['etag']) })).status).toBe(304);
    expect((await app.call('manager2', 'GET', `/api/files/${String(body['id'])}/content`)).status).toBe(404);
  });

  it('are typed by what they hold, not by what is said, and never run', async () => {
    const made = await app.paper('clerk', {});
    const url = `/api/documents/${made.id}/files`;
    const html = await app.upload('clerk', url, 'invoice.pdf', page);
    expect(html.body).toMatchObject({ type: 'application/octet-stream' });
    const sent = await app.call('clerk', 'GET', `/api/files/${String(html.body['id'])}/content`);
    expect(sent.headers['content-disposition']).toMatch(/^attachment;/);
    const text = await app.upload('clerk', url, 'notes.txt', page);
    expect(text.body).toMatchObject({ type: 'text/plain' });
    const named = await app.upload('clerk', url, '../../etc/pass\u202ewd.pdf', pdf);
    expect(named.body).toMatchObject({ name: 'pass_wd.pdf' });
  });

  it('refuse what is too large, what is no file, and people who may not attach', async () => {
    const made = await app.paper('clerk', {}, { responsibleId: app.actor('cfo').id });
    const url = `/api/documents/${made.id}/files`;
    expect((await app.upload('clerk', url, 'big.bin', Buffer.alloc(400_000))).status).toBe(413);
    expect((await app.call('clerk', 'POST', url, { file: 'x' })).status).toBe(415);
    expect((await app.upload('accountant', url, 'a.pdf', pdf)).status).toBe(403);
    expect((await app.upload('manager', url, 'a.pdf', pdf)).status).toBe(404);
    expect((await app.upload('clerk', url, 'a.pdf', pdf, { role: 'generated' })).status).toBe(400);
    await app.as(null, (ctx) => grantAccess(ctx.tx, made.id, [app.actor('manager').id], 'assignment'));
    expect((await app.upload('manager', url, 'a.pdf', pdf)).status).toBe(201);
    expect(items(await app.call('clerk', 'GET', url))).toHaveLength(1);
  });
});

describe('the content hash', () => {
  it('changes exactly with the fields and the files that are decided on', async () => {
    const made = await app.paper('clerk', { rank: 1, kind: 'a' });
    const hash = () => app.as(null, (ctx) => contentHash(ctx.tx, made.id));
    const edit = (change: Parameters<EditDocument['execute']>[2]) =>
      app.as('clerk', (ctx) => app.app.get(EditDocument).execute(ctx, made.id, change));
    const store = (role: 'attachment' | 'scan' | 'raw' | 'generated', text: string) =>
      app.as(null, (ctx) => {
        const file = { name: 'a.txt', type: 'text/plain', role, bytes: Buffer.from(text) };
        return app.app.get(StoreFile).execute(ctx, made.id, file);
      });
    const first = await hash();
    expect(first).toMatch(/^[0-9a-f]{64}$/);
    await edit({ status: 'done', responsibleId: app.actor('manager').id });
    await store('scan', 'scan');
    await store('raw', 'raw');
    await store('generated', 'paper made of the same card');
    expect(await hash()).toBe(first);
    await edit({ fields: { rank: 2 } });
    const second = await hash();
    expect(second).not.toBe(first);
    await edit({ fields: { rank: 1 } });
    expect(await hash()).toBe(first);
    await store('attachment', 'one');
    const third = await hash();
    expect(third).not.toBe(first);
    await store('attachment', 'one');
    expect(await hash()).toBe(third);
    await store('attachment', 'two');
    const fourth = await hash();
    expect(new Set([first, second, third, fourth]).size).toBe(4);
  });
});
