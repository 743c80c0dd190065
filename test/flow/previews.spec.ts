import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import exceljs from 'exceljs';
import type { FileRow } from '../../src/documents/files/file-view.js';
import { sniffedBytes, sniffType } from '../../src/documents/files/sniff-type.js';
import { writeArchive } from '../../src/platform/files/archive.js';
import { MakePreviews } from '../../src/insight/previews/make-previews.js';
import type { FilePreview } from '../../src/insight/previews/preview.js';
import { FileStore } from '../../src/platform/files/file-store.js';
import type { Api } from '../support/api.js';
import { startApp, type RunningApp } from '../support/app.js';

/** Real files that nobody here wrote; absent on most machines. */
const realFiles = process.env.CONFORMANCE_DIR ?? '/work/shared/conformance';

describe('files shown in place', () => {
  let app: RunningApp;
  let manager: Api;
  let contract: string;

  beforeAll(async () => {
    app = await startApp({ worker: false });
    manager = await app.api('manager');
    const client = await manager.post<{ id: string }>('/api/streams/clients/documents', { fields: { name: 'Alfa' } });
    const document = { fields: { client: client.id, kind: 'supply', subject: 'Pumps' } };
    contract = (await manager.post<{ id: string }>('/api/streams/contracts/documents', document)).id;
  }, 90_000);
  afterAll(() => app?.stop());

  const attach = async (name: string, bytes: Uint8Array | string): Promise<string> => {
    const content = Uint8Array.from(typeof bytes === 'string' ? Buffer.from(bytes) : bytes);
    const path = `/api/documents/${contract}/files`;
    return (await manager.upload<{ id: string }>(path, name, content, 'application/octet-stream')).id;
  };
  const show = (id: string, query = '') => manager.get<FilePreview>(`/api/files/${id}/preview${query}`);
  const page = (id: string, query = '') => manager.call<string>('GET', `/api/files/${id}/preview/page${query}`);

  it('says how pictures and PDFs are shown, and what is only saved', async () => {
    const png = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    );
    expect(await show(await attach('dot.png', png))).toMatchObject({ kind: 'image', type: 'image/png' });
    expect(await show(await attach('paper.pdf', '%PDF-1.7\n%%EOF'))).toMatchObject({ kind: 'pdf' });
    expect(await show(await attach('run.exe', Buffer.from('MZ\0\0\0')))).toMatchObject({
      kind: 'none',
      reason: 'unknown-type',
    });
  });

  it('shows text as what it is, in the encoding that it is in', async () => {
    const cyrillic = Buffer.from([...'Договор поставки насосов'].map(windows1251));
    expect((await show(await attach('old.csv', cyrillic))).text).toEqual({
      text: 'Договор поставки насосов',
      encoding: 'windows-1251',
      truncated: false,
    });
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('žąsis', 'utf16le')]);
    expect((await show(await attach('wide.txt', utf16))).text?.text).toBe('žąsis');
    const long = await show(await attach('long.log', 'line\n'.repeat(200_000)));
    expect(long.text?.truncated).toBe(true);
    expect(long.text?.text).toHaveLength(512 * 1024);
    const hostile = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
    expect(await show(await attach('drawing.svg', hostile))).toMatchObject({ kind: 'text', text: { text: hostile } });
    expect((await show(await attach('page.html', '<script>alert(1)</script>'))).kind).toBe('text');
    expect((await show(await attach('empty.txt', ''))).text?.text).toBe('');
  });

  it('shows a text document with its pictures, and nothing that runs or is loaded', async () => {
    const paper = docx(`<w:p><w:r><w:t>Terms &amp; conditions &lt;script&gt;</w:t></w:r></w:p>
      <w:p><w:hyperlink r:id="rId9"><w:r><w:t>a trap</w:t></w:r></w:hyperlink></w:p>
      <w:tbl><w:tr><w:tc><w:p><w:r><w:t>cell</w:t></w:r></w:p></w:tc></w:tr></w:tbl>`);
    const id = await attach('terms.docx', paper);
    expect(await show(id)).toMatchObject({ kind: 'page', name: 'terms.docx' });
    const { body, headers } = await page(id);
    expect(body).toContain('Terms &amp; conditions &lt;script&gt;');
    expect(body).toContain('<td><p>cell</p></td>');
    expect(body).not.toMatch(/javascript:|<script/i);
    expect(headers.get('content-security-policy')).toMatch(/^sandbox (?!.*allow-scripts).*default-src 'none'/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('shows the first rows of each sheet, as their cells do, and says that there are more', async () => {
    const workbook = new exceljs.Workbook();
    const sheet = workbook.addWorksheet('Prices');
    sheet.addRow(['Name', 'Price', 'On', 'Part', 'Twice']).font = { bold: true };
    const row = sheet.addRow(['Pump', 1234.5, new Date('2026-11-27'), 0.25, { formula: 'B2*2', result: 2469 }]);
    row.getCell(2).numFmt = '#,##0.00';
    row.getCell(3).numFmt = 'dd.mm.yyyy';
    row.getCell(4).numFmt = '0%';
    const long = workbook.addWorksheet('Long');
    for (let line = 1; line <= 1200; line += 1) long.addRow([`line ${line}`]);
    workbook.addWorksheet('Secret', { state: 'hidden' }).addRow(['hidden']);
    const id = await attach('prices.xlsx', Buffer.from(await workbook.xlsx.writeBuffer()));
    const { kind, sheets } = await show(id);
    expect(kind).toBe('sheets');
    expect(sheets?.map(({ name, truncated }) => [name, truncated])).toEqual([
      ['Prices', false],
      ['Long', true],
    ]);
    expect(sheets?.[0]?.rows[0]?.[0]).toEqual({ text: 'Name', bold: true });
    const texts = sheets?.[0]?.rows[1]?.map(({ text }) => text);
    expect(texts).toEqual(['Pump', '1\u00a0234.50', '2026-11-27', '25 %', '2469']);
    expect(sheets?.[1]?.rows).toHaveLength(500);
    expect((await page(id)).status).toBe(404);
  });

  it('shows a letter with what came with it, and tells its sender nothing', async () => {
    const inner = 'From: a@b.lt\r\nSubject: inner\r\n\r\nInner text\r\n';
    const id = await attach('letter.eml', letter(inner));
    const shown = await show(id);
    expect(shown.letter).toMatchObject({
      subject: 'Счёт',
      from: 'Ona <ona@example.lt>',
      to: 'office@example.lt',
      sentAt: '2026-11-27T10:00:00.000Z',
      attachments: [
        { part: '0', name: 'list.csv', type: 'text/plain' },
        { part: '1', name: 'inner.eml', type: 'message/rfc822' },
      ],
    });
    const { body } = await page(id);
    expect(body).toContain('data:image/png;base64,');
    expect(body).toContain('<b style="color:red">Hello</b>');
    expect(body).not.toMatch(/tracker|onerror|<script|<form|<iframe|url\(/);
    expect((await show(id, '?part=0')).text?.text).toBe('a;b');
    expect((await show(id, '?part=1')).letter?.subject).toBe('inner');
    expect((await page(id, '?part=1')).body).toContain('Inner text');
    expect((await manager.bytes(`/api/files/${id}/parts/0`)).toString()).toBe('a;b');
    expect((await manager.call('GET', `/api/files/${id}/preview?part=7`)).status).toBe(404);
    expect((await manager.call('GET', `/api/files/${id}/preview?part=x`)).status).toBe(400);
  });

  it('refuses what unpacks to more than it should, plainly and soon', async () => {
    expect(await show(await attach('bomb.docx', bomb(200 * 1024 * 1024, 200 * 1024 * 1024)))).toMatchObject({
      kind: 'none',
      reason: 'too-large',
    });
    expect(await show(await attach('lying.docx', bomb(200 * 1024 * 1024, 1000)))).toMatchObject({
      kind: 'none',
      reason: 'too-large',
    });
    expect(await show(await attach('torn.xlsx', docx('').subarray(0, 300)))).toMatchObject({ kind: 'none' });
    const locked = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(1000)]);
    expect(await show(await attach('locked.xlsx', locked))).toMatchObject({ kind: 'none', reason: 'locked' });
  }, 60_000);

  it('is for those who may see the document, in each of its versions', async () => {
    const id = await attach('notes.txt', 'first');
    await attach('notes.txt', 'second');
    expect((await show(id)).text?.text).toBe('second');
    expect((await show(id, '?version=1')).text?.text).toBe('first');
    const versions = await manager.get<{ items: { version: number }[] }>(`/api/files/${id}/versions`);
    expect(versions.items.map(({ version }) => version)).toEqual([2, 1]);
    const stranger = await app.api('warehouse');
    for (const path of ['preview', 'preview/page', 'parts/0', 'versions']) {
      expect((await stranger.call('GET', `/api/files/${id}/${path}`)).status).toBe(404);
    }
  });

  (existsSync(realFiles) ? it : it.skip)(
    'gets through real files of all kinds',
    async () => {
      const previews = app.app.get(MakePreviews);
      const store = app.app.get(FileStore);
      const kinds = new Map<string, number>();
      for (const path of samples()) {
        const bytes = readFileSync(path);
        const { sha256, size } = await store.put(bytes);
        const name = path.split('/').at(-1) ?? '';
        const type = await sniffType(bytes.subarray(0, sniffedBytes), name);
        const { preview } = await previews.prepare({ name, type, size, sha256 } as FileRow, undefined);
        const counted = `${preview.kind} ${preview.reason ?? ''}`.trim();
        kinds.set(counted, (kinds.get(counted) ?? 0) + 1);
      }
      expect(kinds.get('sheets')).toBeGreaterThan(10);
      expect(kinds.get('letter')).toBeGreaterThan(50);
    },
    180_000,
  );
});

/** Some of the files of each folder, always the same ones. */
function samples(): string[] {
  const all = readdirSync(realFiles, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(xlsx|xlsm|xls|eml|pdf|docx|csv|svg|html|xml)$/i.test(entry.name))
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((path) => !path.includes('/bpmn/') && readFileSync(path).length < 3_000_000)
    .sort();
  const rank = (path: string) => createHash('md5').update(path.slice(realFiles.length)).digest('hex');
  const few = (ending: RegExp, count: number) =>
    all
      .filter((path) => ending.test(path))
      .sort((a, b) => (rank(a) < rank(b) ? -1 : 1))
      .slice(0, count);
  const made = all.filter((path) => path.includes('/security/generated/'));
  return [
    ...made,
    ...few(/\.xls[xm]$/i, 24),
    ...few(/\.eml$/i, 150),
    ...few(/\.(xls|pdf|docx|csv|svg|html|xml)$/i, 60),
  ];
}

function windows1251(letter: string): number {
  const code = letter.codePointAt(0) ?? 0;
  return code >= 0x410 ? code - 0x410 + 0xc0 : code;
}

/** A word processor's file with this body; a link of it is a script. */
function docx(body: string): Buffer {
  const package_ = 'http://schemas.openxmlformats.org/package/2006';
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const word = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
  const types = `<Types xmlns="${package_}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`;
  const links = (entries: string) => `<Relationships xmlns="${package_}/relationships">${entries}</Relationships>`;
  const trap = `<Relationship Id="rId9" Type="${office}/hyperlink" Target="javascript:alert(1)" TargetMode="External"/>`;
  return writeArchive(
    new Map(
      Object.entries({
        '[Content_Types].xml': types,
        '_rels/.rels': links(`<Relationship Id="rId1" Type="${office}/officeDocument" Target="word/document.xml"/>`),
        'word/_rels/document.xml.rels': links(trap),
        'word/document.xml': `<w:document xmlns:w="${word}" xmlns:r="${office}"><w:body>${body}</w:body></w:document>`,
      }).map(([name, text]) => [name, Buffer.from(text)]),
    ),
  );
}

/** An archive of zeros that says of its one entry that it unpacks to `said` bytes. */
function bomb(real: number, said: number): Buffer {
  const packed = deflateRawSync(Buffer.alloc(real));
  const archive = writeArchive(new Map([['word/document.xml', packed]]));
  const directory = archive.lastIndexOf(Buffer.from('PK\x01\x02', 'latin1'));
  archive.writeUInt16LE(8, 8);
  archive.writeUInt32LE(said, 22);
  archive.writeUInt16LE(8, directory + 10);
  archive.writeUInt32LE(said, directory + 24);
  return archive;
}

/** HTML that tries what it can, a picture and two files. */
function letter(inner: string): string {
  const picture = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
  const html = `<style>@import url(http://tracker.example/x.css)</style><b style="color:red;background:url(http://tracker.example/b)">Hello</b>
    <img src="http://tracker.example/pixel.gif"><img src="cid:logo@here" onerror="alert(1)"><script>alert(1)</script>
    <form action="http://tracker.example"></form><iframe src="http://tracker.example"></iframe>`;
  return [
    ...['From: Ona <ona@example.lt>', 'To: office@example.lt', 'Date: Fri, 27 Nov 2026 12:00:00 +0200'],
    ...[`Subject: =?utf-8?B?${Buffer.from('Счёт').toString('base64')}?=`, 'MIME-Version: 1.0'],
    ...[
      'Content-Type: multipart/mixed; boundary=mix',
      '',
      '--mix',
      'Content-Type: multipart/related; boundary=rel',
      '',
    ],
    ...['--rel', 'Content-Type: text/html; charset=utf-8', '', html, '--rel', 'Content-Type: image/png'],
    ...['Content-ID: <logo@here>', 'Content-Transfer-Encoding: base64', '', picture, '--rel--', '--mix'],
    ...['Content-Type: text/csv', 'Content-Disposition: attachment; filename=list.csv', '', 'a;b', '--mix'],
    ...[
      'Content-Type: message/rfc822',
      'Content-Disposition: attachment; filename=inner.eml',
      '',
      inner,
      '--mix--',
      '',
    ],
  ].join('\r\n');
}
