import exceljs from 'exceljs';
import { DocumentsApp } from './documents-app.js';

let app: DocumentsApp;
beforeAll(async () => {
  app = await DocumentsApp.start();
}, 60_000);
afterAll(() => app.stop());

describe('the export of a register', () => {
  const download = (login: string, query: string) => app.call(login, 'GET', `/api/streams/papers/export?${query}`);
  const sheet = async (login: string, query: string) => {
    const answer = await download(login, query);
    expect(answer.status).toBe(200);
    const workbook = new exceljs.Workbook();
    await workbook.xlsx.load(answer.raw as unknown as ArrayBuffer);
    return workbook.worksheets[0];
  };

  it('gives typed cells with names in the language of the reader, in the order asked for', async () => {
    const firm = await app.register('clerk', { stream: 'firms', fields: { name: 'Gamma' } });
    await app.paper('clerk', {
      subject: 'exported b',
      amount: '1234.5',
      plannedAt: '2026-11-27',
      rank: 7,
      firm: firm.id,
      kind: 'a',
    });
    await app.paper('clerk', { subject: 'exported a', items: [{ name: 'one' }, { name: 'two' }] });
    const found = await sheet(
      'clerk',
      'q=exported&sort=subject&columns=number,subject,amount,plannedAt,rank,firm,kind,items,createdAt,status',
    );
    expect(found?.getRow(1).values).toEqual([
      undefined,
      ...['Number', 'Subject', 'Amount', 'Planned', 'Rank', 'Firm', 'Kind', 'Items', 'Registered', 'Status'],
    ]);
    const [second, first] = [found?.getRow(3), found?.getRow(2)];
    expect(first?.getCell(2).value).toBe('exported a');
    expect(first?.getCell(8).value).toBe('Name: one\nName: two');
    expect(second?.getCell(3).value).toBe(1234.5);
    expect(second?.getCell(3).numFmt).toContain('EUR');
    expect(second?.getCell(4).value).toEqual(new Date('2026-11-27T00:00:00.000Z'));
    expect(second?.getCell(5).value).toBe(7);
    expect(second?.getCell(6).value).toBe('F-0001 Gamma');
    expect(second?.getCell(9).value).toBeInstanceOf(Date);
    expect(found?.rowCount).toBe(3);
  });

  it('never holds a formula', async () => {
    const hostile = ['=1+1', '+1', '-2+3', '@SUM(A1)', '=HYPERLINK("http://x","y")', "=cmd|' /C calc'!A0"];
    for (const subject of hostile) await app.paper('clerk', { subject: `${subject} hostile` });
    const found = await sheet('clerk', 'q=hostile&columns=subject');
    found?.eachRow((row, index) => {
      if (index === 1) return;
      expect(row.getCell(1).type).toBe(exceljs.ValueType.String);
      expect(row.getCell(1).formula).toBeUndefined();
    });
    expect(found?.rowCount).toBe(hostile.length + 1);
    const text = (await download('clerk', 'q=hostile&columns=subject&format=csv')).raw.toString('utf8');
    const lines = text.replace('\ufeff', '').trim().split('\r\n').slice(1);
    expect(lines).toHaveLength(hostile.length);
    for (const line of lines) expect(line).toMatch(/^"?'[=+\-@]/);
  });

  it('holds many documents, only those that the reader may see, and is told in the audit log', async () => {
    await app.as(null, ({ tx }) =>
      tx.query(`INSERT INTO document (id, stream, number, title, status, author_id, fields, search, created_at, updated_at)
        SELECT gen_random_uuid(), 'papers', 'bulk-' || k, 'bulk', 'draft', gen_random_uuid(), jsonb_build_object('subject', 'bulk ' || k), 'bulk', now(), now()
        FROM generate_series(1, 1203) k`),
    );
    expect((await sheet('clerk', 'q=bulk&columns=subject'))?.rowCount).toBe(1204);
    expect((await sheet('manager', 'q=bulk&columns=subject'))?.rowCount).toBe(1);
    const [entry] = await app.as(null, ({ tx }) =>
      tx.query<{ after: unknown }>(
        `SELECT after FROM audit_entry WHERE verb = 'register.exported' ORDER BY at DESC, id DESC LIMIT 1`,
      ),
    );
    expect(entry?.after).toMatchObject({ rows: 0, format: 'xlsx', q: 'bulk' });
    expect((await download('clerk', 'sort=nothing')).status).toBe(400);
    expect((await download('clerk', 'format=pdf')).status).toBe(400);
  });
});

describe('duplicates while typing', () => {
  const similar = async (login: string, stream: string, fields: object, except?: string) => {
    const answer = await app.call(login, 'POST', `/api/streams/${stream}/similar`, {
      fields,
      ...(except && { except }),
    });
    expect(answer.status).toBe(200);
    return answer.body as {
      items: { id: string; title: string; reasons: { code: string; field: string }[] }[];
      hidden: number;
    };
  };

  it('are found by tax number, telephone and a name that is alike, each with its reason', async () => {
    const firm = await app.register('clerk', {
      stream: 'firms',
      fields: { name: 'UAB „Žalia Giria“', taxNumber: '300060819', phone: '+37061234567' },
    });
    const codes = async (fields: object) =>
      (await similar('clerk', 'firms', fields)).items.map(({ reasons }) => reasons.map(({ code }) => code));
    expect(await codes({ taxNumber: 'LT 300060819' })).toEqual([['same-tax-number']]);
    expect(await codes({ phone: '+370 612-34567', name: 'zalia giria' })).toEqual([['same-phone', 'similar-name']]);
    expect(await codes({ name: 'Zalia Girija' })).toEqual([['similar-name']]);
    expect(await codes({ name: 'Kaunas' })).toEqual([]);
    expect(await codes({ name: 'UAB', phone: '12' })).toEqual([]);
    expect((await similar('clerk', 'firms', { taxNumber: '300060819' }, firm.id)).items).toEqual([]);
  });

  it('that may not be seen are counted and not shown', async () => {
    expect(await similar('manager', 'firms', { phone: '+37061234567' })).toEqual({ items: [], hidden: 1 });
    expect(await similar('manager', 'firms', { name: 'Žalia Giria' })).toEqual({ items: [], hidden: 0 });
    expect((await app.call('warehouse', 'POST', '/api/streams/firms/similar', { fields: {} })).status).toBe(404);
  });
});
