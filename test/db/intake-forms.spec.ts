import { createHash } from 'node:crypto';
import { formScript } from '../../src/intake/forms/form-script.js';
import { isWorkDone } from '../../src/intake/forms/form-work.js';
import { FileStore } from '../../src/platform/files/file-store.js';
import { Api } from '../support/api.js';
import { startApp, type RunningApp } from '../support/app.js';

interface Doc {
  readonly id: string;
  readonly number: string;
  readonly fields: Record<string, unknown>;
  readonly flags: unknown[];
}
interface List<Item> {
  readonly items: Item[];
}
interface Taken {
  readonly number: string;
  readonly receipt: string;
}
interface Refused {
  readonly errors: { path: string; code: string; message: string }[];
}

let app: RunningApp;
let visitor: Api;
let clerk: Api;

beforeAll(async () => {
  app = await startApp({ worker: false });
  visitor = new Api(app.url);
  clerk = await app.api('clerk');
}, 60_000);

afterAll(async () => {
  await app?.stop();
}, 30_000);

const good = { company: 'Amber', email: 'ona@example.com', taxNumber: 'PL 526-025-02-74', text: 'Two pumps' };
const page = { accept: 'text/html,application/xhtml+xml' };
const byNumber = async (number: string): Promise<Doc> => {
  const { items } = await clerk.get<List<Doc>>('/api/streams/requests/documents?limit=200');
  return items.find((item) => item.number === number) as Doc;
};
const documents = async () => (await clerk.get<List<Doc>>('/api/streams/requests/documents?limit=200')).items.length;
/** The page as a visitor's browser opened it some time ago. */
const openedToken = async (): Promise<string> => {
  const { body } = await visitor.call<string>('GET', '/f/order');
  await new Promise((resolve) => setTimeout(resolve, 1600));
  return /name="_token" value="([^"]+)"/.exec(body)?.[1] ?? '';
};

describe('a form sent by a program', () => {
  it('as JSON becomes a document at once; the sent form is kept', async () => {
    const { status, body, headers } = await visitor.call<Taken>('POST', '/api/forms/order?lang=lt', {
      ...good,
      items: [{ name: 'Pump', quantity: '2', price: '10.50' }, {}],
    });
    expect(status).toBe(201);
    expect(headers.get('location')).toContain(body.receipt);
    const document = await byNumber(body.number);
    expect(document.fields).toMatchObject({
      company: 'Amber',
      taxNumber: '5260250274',
      kind: 'order',
      items: [{ name: 'Pump', quantity: 2, price: { amount: '10.50', currency: 'EUR' } }],
    });
    expect(document.flags).toEqual([]);
    const raw = await clerk.bytes(`/api/intake/${body.receipt}/raw`);
    expect(JSON.parse(raw.toString('utf8'))).toMatchObject({
      form: 'order',
      language: 'lt',
      fields: { company: 'Amber' },
    });
  });

  it('may have its fields under `fields`', async () => {
    expect((await visitor.call('POST', '/api/forms/order', { fields: good })).status).toBe(201);
  });

  it('with mistakes is refused with each of them, in the language wanted, and nothing is registered', async () => {
    const before = await documents();
    const { status, body } = await visitor.call<Refused>('POST', '/api/forms/order?lang=pl', {
      company: '',
      email: 'nonsense',
      taxNumber: '1234567890',
      client: '00000000-0000-7000-8000-000000000000',
      items: [{ quantity: 'many' }],
    });
    expect(status).toBe(422);
    expect(body.errors.map(({ path, code }) => [path, code])).toEqual(
      expect.arrayContaining([
        ['fields.company', 'required'],
        ['fields.email', 'not-an-email'],
        ['fields.taxNumber', 'not-a-tax-number'],
        ['fields.items[0].name', 'required'],
        ['fields.items[0].quantity', 'not-a-number'],
        ['fields.client', 'unknown-field'],
      ]),
    );
    expect(body.errors.find(({ path }) => path === 'fields.company')?.message).toBe('Proszę wypełnić to pole.');
    expect(await documents()).toBe(before);
  });

  it('with an Idempotency-Key twice is registered once', async () => {
    const headers = { 'idempotency-key': 'order-77', 'content-type': 'application/json' };
    const first = await visitor.call<Taken>('POST', '/api/forms/order', good, headers);
    const second = await visitor.call<Taken>('POST', '/api/forms/order', good, headers);
    expect(second.status).toBe(201);
    expect(second.body).toEqual(first.body);
  });

  it.each([
    ['no object', '[1]', 'application/json', 400],
    ['malformed JSON', '{"company":', 'application/json', 400],
    ['another type', '<form/>', 'text/xml', 415],
    ['too large', `{"text":"${'x'.repeat(6_000_000)}"}`, 'application/json', 413],
    ['too large a body', `text=${'x'.repeat(6_000_000)}`, 'application/x-www-form-urlencoded', 413],
    ['hostile names', '{"__proto__":{"company":"x"},"constructor":1}', 'application/json', 400],
  ])('that is %s is refused', async (_what, body, type, status) => {
    const answer = await visitor.call('POST', '/api/forms/order', body, { 'content-type': type });
    expect(answer.status).toBe(status);
  });

  it('to a form that is not there is not found', async () => {
    expect((await visitor.call('POST', '/api/forms/moon', good)).status).toBe(404);
    expect((await visitor.call('GET', '/api/forms/moon')).status).toBe(404);
    expect((await visitor.call('GET', '/f/moon')).status).toBe(404);
  });
});

describe('a form sent by a browser', () => {
  it('leads to a page with the number, and sending the same page again registers nothing', async () => {
    const fields = {
      ...good,
      _token: await openedToken(),
      'items[0][name]': 'Pump',
      'items[0][quantity]': '2',
      'items[1][name]': '',
    };
    const before = await documents();
    const sent = [
      await visitor.call('POST', '/api/forms/order?lang=ru', new URLSearchParams(fields), page),
      await visitor.call('POST', '/api/forms/order?lang=ru', new URLSearchParams(fields), page),
    ];
    expect(sent.map(({ status }) => status)).toEqual([303, 303]);
    const place = sent[0]?.headers.get('location') ?? '';
    expect(sent[1]?.headers.get('location')).toBe(place);
    expect(await documents()).toBe(before + 1);
    const thanks = await visitor.call<string>('GET', place);
    const number = /R-\d{4}-\d{5}/.exec(thanks.body)?.[0] ?? '';
    expect(thanks.body).toContain('зарегистрирована под номером');
    expect((await byNumber(number)).fields).toMatchObject({ items: [{ name: 'Pump', quantity: 2 }] });
  });

  it('with mistakes comes back with what was typed and a summary that leads to each mistake', async () => {
    const hostile = '"><script>alert(1)</script>';
    const body = new URLSearchParams({
      company: hostile,
      email: 'x',
      text: '</textarea><b>',
      'items[0][quantity]': '1',
    });
    const answer = await visitor.call<string>('POST', '/api/forms/order?lang=en', body, page);
    expect(answer.status).toBe(422);
    expect(answer.headers.get('content-type')).toContain('text/html');
    expect(answer.body).toContain('There is something to correct');
    expect(answer.body).toContain('href="#f-email"');
    expect(answer.body).toContain('href="#f-items-0-name"');
    expect(answer.body).toContain('id="f-items-0-name"');
    expect(answer.body).toContain('&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(answer.body).not.toContain('<script>');
    expect(answer.body).not.toContain('</textarea><b>');
  });

  it('can be given more rows without losing anything', async () => {
    const body = new URLSearchParams({ company: 'Kept', _rows: '7' });
    const answer = await visitor.call<string>('POST', '/api/forms/order', body, page);
    expect(answer.status).toBe(200);
    expect(answer.body).toContain('value="Kept"');
    expect(answer.body).toContain('name="items[6][name]"');
    expect(answer.body).not.toContain('There is something to correct');
  });

  it('with the field filled that people do not see, or quicker than a person, is not taken', async () => {
    const before = await documents();
    const trapped = new URLSearchParams({ ...good, website: 'https://spam.example' });
    expect((await visitor.call('POST', '/api/forms/order', trapped, page)).status).toBe(422);
    const { body } = await visitor.call<string>('GET', '/f/order');
    const token = /name="_token" value="([^"]+)"/.exec(body)?.[1] ?? '';
    const quick = new URLSearchParams({ ...good, _token: token });
    expect((await visitor.call('POST', '/api/forms/order', quick, page)).status).toBe(422);
    expect(await documents()).toBe(before);
  });

  it('opens in every language under a policy that lets nothing run', async () => {
    for (const [lang, word] of [
      ['en', 'Send'],
      ['ru', 'Отправить'],
      ['pl', 'Wyślij'],
      ['lt', 'Siųsti'],
    ]) {
      const { body, headers } = await visitor.call<string>('GET', `/f/order?lang=${lang}`);
      expect(body).toContain(`<html lang="${lang}">`);
      expect(body).toContain(`${word}</button>`);
      expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/);
    }
    const { body } = await visitor.call<string>('GET', '/f/order', undefined, { 'accept-language': 'lt-LT,lt;q=0.9' });
    expect(body).toContain('<html lang="lt">');
  });
});

describe('files of a form', () => {
  const form = (...files: [string, string][]): FormData => {
    const data = new FormData();
    for (const [name, value] of Object.entries(good)) data.append(name, value);
    for (const [name, content] of files) data.append('file', new Blob([content]), name);
    return data;
  };

  it('are attached under safe names, typed by their content', async () => {
    const { status, body } = await visitor.call<Taken>(
      'POST',
      '/api/forms/order',
      form(['../plan.pdf', '%PDF-1.7 x'], ['plan.pdf', '%PDF-1.7 y'], ['page.html', '<script>x</script>']),
    );
    expect(status).toBe(201);
    const { id } = await byNumber(body.number);
    const { items } = await clerk.get<List<{ name: string; type: string; role: string }>>(`/api/documents/${id}/files`);
    expect(items.filter(({ role }) => role === 'attachment').map(({ name, type }) => [name, type])).toEqual(
      expect.arrayContaining([
        ['plan.pdf', 'application/pdf'],
        ['plan (2).pdf', 'application/pdf'],
        ['page.html', 'application/octet-stream'],
      ]),
    );
  });

  it('that are too many or too large are told to the visitor', async () => {
    const many = form(...Array.from({ length: 11 }, (_, index): [string, string] => [`${index}.txt`, 'x']));
    const answer = await visitor.call<Refused>('POST', '/api/forms/order?lang=en', many);
    expect(answer.status).toBe(422);
    expect(answer.body.errors).toMatchObject([{ path: 'file', code: 'too-many-files' }]);
    const large = await visitor.call<Refused>('POST', '/api/forms/order', form(['big.bin', 'x'.repeat(20_000_001)]));
    expect(large.status).toBe(413);
    expect(large.body.errors).toMatchObject([{ path: 'file', code: 'file-too-large' }]);
  });

  it('of a form that is refused are not kept', async () => {
    const store = app.app.get(FileStore);
    const kept = (content: string) =>
      store.has(createHash('sha256').update(content).digest('hex'), Buffer.byteLength(content));
    const wrong = form(['a.txt', 'of a wrong form']);
    wrong.set('email', 'nonsense');
    expect((await visitor.call('POST', '/api/forms/order', wrong)).status).toBe(422);
    const trapped = form(['a.txt', 'of a trapped form']);
    trapped.set('website', 'https://spam.example');
    expect((await visitor.call('POST', '/api/forms/order', trapped)).status).toBe(422);
    expect([await kept('of a wrong form'), await kept('of a trapped form')]).toEqual([false, false]);
    expect((await visitor.call('POST', '/api/forms/order', form(['a.txt', 'of a good form']))).status).toBe(201);
    expect(await kept('of a good form')).toBe(true);
  });

  it('that are too much together are refused', async () => {
    const content = 'x'.repeat(16_000_000);
    const much = form(['1.txt', content], ['2.txt', content], ['3.txt', content], ['4.txt', content]);
    expect((await visitor.call('POST', '/api/forms/order', much)).status).toBe(413);
  });

  it('in a multipart body that ends in the middle are refused', async () => {
    const answer = await visitor.call(
      'POST',
      '/api/forms/order',
      '--b\r\nContent-Disposition: form-data; name="company"\r\n\r\nA',
      {
        'content-type': 'multipart/form-data; boundary=b',
      },
    );
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
  });
});

describe('work', () => {
  const send = (token: string, more: Record<string, string>) =>
    visitor.call('POST', '/api/forms/order', new URLSearchParams({ ...good, _token: token, ...more }), page);
  const workFor = (token: string) => {
    for (let number = 0; ; number += 1) if (isWorkDone(token, String(number))) return String(number);
  };

  it('is asked for by the page, whose script is of this server and nobody else', async () => {
    const { body, headers } = await visitor.call<string>('GET', '/f/order');
    expect(body).toContain('<script src="/f/form.js" defer></script>');
    expect(body).toMatch(/name="_work" value="" autocomplete="off" data-bits="16"/);
    expect(headers.get('content-security-policy')).toContain("script-src 'self';");
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    const script = await visitor.call<string>('GET', '/f/form.js');
    expect([script.headers.get('content-type'), script.body]).toEqual(['text/javascript; charset=utf-8', formScript]);
  });

  it('is not needed for a few; for more, each page has to do it, and one work is good for a few sendings', async () => {
    const token = await openedToken();
    const statuses: number[] = [];
    for (let sent = 0; sent < 11; sent += 1) statuses.push((await send(token, { text: `Without ${sent}` })).status);
    expect(statuses.at(-1)).toBe(429);
    expect(statuses[0]).toBe(303);
    const _work = workFor(token);
    const worked: number[] = [];
    for (let sent = 0; sent < 6; sent += 1) worked.push((await send(token, { text: `With ${sent}`, _work })).status);
    expect(worked).toEqual([303, 303, 303, 303, 303, 429]);
    expect((await send(await openedToken(), { text: 'Of another page', _work })).status).toBe(429);
  }, 30_000);

  it('is the same where the page stands within another site that the settings name', async () => {
    const sites = 'https://www.example.com https://*.example.org';
    const other = await startApp({
      ...{ worker: false, databaseUrl: app.databaseUrl, environment: { FORM_SITES: sites } },
    });
    try {
      const { headers } = await fetch(`${other.url}/f/order`);
      expect(headers.get('content-security-policy')).toContain(`frame-ancestors 'self' ${sites}`);
      expect(headers.get('x-frame-options')).toBeNull();
      expect((await fetch(`${other.url}/desk`)).headers.get('content-security-policy')).toContain(
        "frame-ancestors 'none'",
      );
    } finally {
      await other.stop();
    }
  }, 60_000);
});

it('takes no more than 120 forms a minute from one address', async () => {
  const statuses = new Set<number>();
  for (let sent = 0; sent < 130; sent += 1) {
    statuses.add((await visitor.call('POST', '/api/forms/order', { company: '' })).status);
  }
  expect([...statuses]).toEqual([422, 429]);
}, 30_000);
