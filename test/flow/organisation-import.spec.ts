import exceljs from 'exceljs';
import type { Answer, Api } from '../support/api.js';
import { startApp, type RunningApp } from '../support/app.js';
import { startSmtpListener, type SmtpListener } from '../support/smtp-listener.js';

let app: RunningApp;
let smtp: SmtpListener;
let admin: Api;

beforeAll(async () => {
  smtp = await startSmtpListener();
  app = await startApp({ environment: { SMTP_URL: smtp.url } });
  admin = await app.api('admin');
});

afterAll(async () => {
  await app?.stop();
  await smtp?.stop();
});

interface Report {
  readonly units: object;
  readonly people: object;
  readonly posts: object;
  readonly heads: number;
  readonly problems: { sheet: string; row: number; column: string; code: string; message: string }[];
}

const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const path = '/api/organisation/import';

async function workbook(sheets: Record<string, string[][]>): Promise<Uint8Array<ArrayBuffer>> {
  const book = new exceljs.Workbook();
  for (const [name, rows] of Object.entries(sheets)) book.addWorksheet(name).addRows(rows);
  return new Uint8Array(await book.xlsx.writeBuffer());
}

const preview = (bytes: Uint8Array<ArrayBuffer>) => admin.upload<Report>(`${path}/preview`, 'firm.xlsx', bytes, type);

function send(bytes: Uint8Array<ArrayBuffer>, where = path): Promise<Answer<Record<string, unknown>>> {
  const form = new FormData();
  form.append('file', new Blob([bytes], { type }), 'firm.xlsx');
  return admin.call('POST', where, form);
}

const people = [
  ['Imię i nazwisko', 'Login', 'E-mail', 'Język', 'Jednostka', 'Stanowisko', 'Role', 'Kierownik'],
  ['Zofia Nowak', 'zofia', 'zofia@gamma-trade.example', 'pl', 'Magazyn', 'Kierownik magazynu', 'manager', 'tak'],
  ['Adam Lis', 'adam', 'adam@gamma-trade.example', 'pl', 'store', 'Magazynier', '', 'nie'],
  ['Ewa Lis', 'ewa', '', '', 'store', 'Magazynier', '', ''],
  ['', 'manager', '', '', 'store', 'Magazynier', '', ''],
];
const units = [
  ['Klucz', 'Nazwa', 'Jednostka nadrzędna'],
  ['shelf', 'Regały', 'store'],
  ['store', 'Magazyn', 'company'],
];

describe('the organisation out of an Excel file', () => {
  it('is looked through row by row, and nothing of a file with problems is imported', async () => {
    const wrong = await workbook({
      Units: [
        ['Key', 'Name', 'Unit above'],
        ['a', 'A', 'b'],
        ['b', 'B', 'a'],
        ['A B', 'C', ''],
        ['d', 'D', 'nowhere'],
        ['good', 'Good', ''],
      ],
      People: [
        ['Login', 'Name', 'E-mail', 'Language', 'Unit', 'Post', 'Roles', 'Head'],
        ['new one', 'New', '', '', '', '', '', ''],
        ['new', '', 'no address', 'fr', 'nowhere', 'X', 'no-such', 'perhaps'],
        ['lost', 'Lost', '', '', '', 'Unknown post', '', ''],
      ],
    });
    const { problems } = await preview(wrong);
    expect(problems.map(({ sheet, row, column, code }) => `${sheet} ${row} ${column} ${code}`)).toEqual([
      ...['units 4 key key', 'units 5 parent unknown-unit', 'units 2 parent ring', 'units 3 parent ring'],
      ...['people 2 login login', 'people 3 name missing', 'people 3 email email', 'people 3 language language'],
      ...[
        'people 3 roles unknown-role',
        'people 3 head yes-or-no',
        'people 3 unit unknown-unit',
        'people 4 unit missing',
      ],
    ]);
    const refused = await send(wrong);
    expect(refused).toMatchObject({ status: 422, body: { type: 'urn:millrace:problem:import-problems' } });
    expect((await admin.call('GET', '/api/units/good')).status).toBe(404);
    expect((await admin.call('GET', '/api/people/lost')).status).toBe(404);
  });

  it('is imported whole, with units, posts, heads and invitations; the same file again changes nothing', async () => {
    const bytes = await workbook({ Osoby: people, Jednostki: units });
    const wish = {
      units: { add: 2, change: 0, same: 0 },
      people: { add: 3, change: 0, same: 1 },
      posts: { add: 2 },
      heads: 1,
      problems: [],
    };
    expect(await preview(bytes)).toMatchObject(wish);
    expect((await admin.call('GET', '/api/units/store')).status).toBe(404);
    expect(await send(bytes, `${path}?invite=true`)).toMatchObject({ status: 200, body: wish });
    expect(await admin.get('/api/units/store')).toMatchObject({
      ...{ name: 'Magazyn', head: { login: 'zofia' } },
      posts: [
        { key: 'store-kierownik-magazynu', holders: [{ login: 'zofia' }] },
        { key: 'store-magazynier', holders: expect.arrayContaining([expect.objectContaining({ login: 'ewa' })]) },
      ],
    });
    expect(await admin.get('/api/people/zofia')).toMatchObject({ roles: ['manager'], language: 'pl', signsInBy: [] });
    expect(await admin.get('/api/people/manager')).toMatchObject({
      posts: [{ key: 'manager' }, { key: 'store-magazynier' }],
    });
    const letters = [await smtp.next(), await smtp.next()];
    expect(letters.flatMap(({ envelope }) => envelope.to).sort()).toEqual([
      'adam@gamma-trade.example',
      'zofia@gamma-trade.example',
    ]);
    expect((await send(bytes)).body).toMatchObject({
      ...{
        units: { add: 0, change: 0, same: 2 },
        people: { add: 0, change: 0, same: 4 },
        posts: { add: 0, change: 0, same: 2 },
        heads: 0,
      },
    });
    const changed = people.map((row) => (row[1] === 'adam' ? ['Adam Lisowski', ...row.slice(1)] : row));
    expect((await send(await workbook({ Osoby: changed }))).body).toMatchObject({
      people: { add: 0, change: 1, same: 3 },
    });
    expect(await admin.get('/api/people/adam')).toMatchObject({
      name: 'Adam Lisowski',
      email: 'adam@gamma-trade.example',
    });
  });

  it('comes as a file to fill in, which imported as it is changes nothing', async () => {
    const bytes = new Uint8Array(await admin.bytes(`${path}/template`));
    expect(await preview(bytes)).toMatchObject({
      ...{
        problems: [],
        heads: 0,
        units: { add: 0, change: 0 },
        people: { add: 0, change: 0 },
        posts: { add: 0, change: 0 },
      },
    });
  });

  it('is not read out of other files, nor for anybody but administrators', async () => {
    expect(await send(new TextEncoder().encode('login;name'))).toMatchObject({
      status: 422,
      body: { type: 'urn:millrace:problem:not-a-workbook' },
    });
    expect(await send(await workbook({ Prices: [['Article', 'Price']] }))).toMatchObject({
      body: { type: 'urn:millrace:problem:no-known-sheet' },
    });
    const head = await app.api('head');
    for (const [method, where] of [
      ['GET', '/template'],
      ['POST', '/preview'],
      ['POST', ''],
    ] as const) {
      expect((await head.call(method, path + where)).status).toBe(403);
    }
  });
});
