import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { PublishConfiguration } from '../../src/configuration/publish-configuration.js';
import { Api } from '../support/api.js';
import { startApp, type RunningApp } from '../support/app.js';

interface OpenApi {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, Described>>;
}

interface Described {
  readonly summary?: string;
  readonly requestBody?: { readonly content: Content };
  readonly responses: Record<string, { readonly content?: Content }>;
}

type Content = Record<string, { readonly schema?: object }>;

/** Everything that needs no session. */
const open = [
  'GET /',
  'GET /api/welcome',
  'GET /api/health/live',
  'GET /api/health/ready',
  'GET /api/first-run',
  'POST /api/first-run',
  'POST /api/session',
  'POST /api/password-reset',
  'POST /api/new-password',
  'POST /api/new-password/check',
  'POST /api/session/passkey',
  'POST /api/session/passkey/options',
  'GET /api/session/provider',
  'GET /api/session/provider/callback',
  'GET /api/session/provider/sign-out',
  'GET /api/forms/{form}',
  'POST /api/forms/{form}',
];

describe('the edge', () => {
  let app: RunningApp;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'millrace-configuration-'));
    for (const part of ['streams', 'routes', 'templates']) {
      await cp(resolve(import.meta.dirname, '../..', part), join(folder, part), { recursive: true });
    }
    app = await startApp({ configurationDir: folder });
  }, 60_000);

  afterAll(async () => {
    await app?.stop();
    await rm(folder, { recursive: true, force: true });
  }, 30_000);

  it('asks for a session on every endpoint but the public ones', async () => {
    const visitor = new Api(app.url);
    const { openapi, paths } = await visitor.get<OpenApi>('/api/openapi.json');
    expect(openapi).toBe('3.1.0');
    const calls = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => ({ method: method.toUpperCase() as 'GET', path })),
    );
    expect(calls.length).toBeGreaterThan(40);
    for (const { method, path } of calls) {
      if (open.includes(`${method} ${path}`) || path.startsWith('/f/')) continue;
      const { status } = await visitor.call(
        method,
        path.replace(/\{\w+\}/g, '01a20546-f938-71e1-a3dc-fcff43e181cf'),
        method === 'GET' ? undefined : {},
      );
      expect(`${method} ${path} ${status}`).toBe(`${method} ${path} 401`);
    }
  });

  it('describes what every call is for, takes and answers', async () => {
    const { paths } = await new Api(app.url).get<OpenApi>('/api/openapi.json');
    const calls = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, call]) => ({ name: `${method} ${path}`, ...call })),
    );
    const hasSchemas = (content: Content | undefined) =>
      Object.values(content ?? {}).every(({ schema }) => schema !== undefined && Object.keys(schema).length > 0);
    const lacking = calls.filter(({ summary, requestBody, responses }) => {
      const answers = Object.entries(responses).filter(([status]) => status.startsWith('2') || status === '302');
      // 202: it was taken, and more is not said to whoever asks. 302: a browser is sent on.
      const silent = (status: string) => ['202', '204', '302'].includes(status);
      const answered = answers.every(([status, { content }]) => silent(status) || (content && hasSchemas(content)));
      return !summary || answers.length === 0 || !answered || !hasSchemas(requestBody?.content) || !responses.default;
    });
    expect(lacking.map(({ name }) => name)).toEqual([]);
  });

  it('answers unknown addresses, methods and bodies with problem documents', async () => {
    const admin = await app.api('admin');
    const missing = await admin.call('GET', '/api/nothing');
    expect(missing.status).toBe(404);
    expect(missing.headers.get('content-type')).toContain('application/problem+json');
    const malformed = await admin.call('POST', '/api/streams/clients/documents', '{"fields":', {
      'content-type': 'application/json',
    });
    expect(malformed.status).toBe(400);
    expect(malformed.body).toMatchObject({ type: expect.stringContaining('urn:millrace:problem:'), status: 400 });
    const large = await admin.call(
      'POST',
      '/api/streams/clients/documents',
      `{"fields":{"name":"${'x'.repeat(6_000_000)}"}}`,
      { 'content-type': 'application/json' },
    );
    expect(large.status).toBe(413);
    const unknownType = await admin.call('POST', '/api/streams/clients/documents', '<a/>', {
      'content-type': 'application/x-unknown',
    });
    expect(unknownType.status).toBe(415);
  });

  it('refuses in the language of the person; of whoever has not signed in, in that of the browser', async () => {
    const visitor = new Api(app.url);
    const told = async (language: string, login?: object) => {
      const path = login ? '/api/session' : '/api/me';
      const { body } = await visitor.call(login ? 'POST' : 'GET', path, login, { 'accept-language': language });
      return body;
    };
    expect(await told('de-DE,pl;q=0.8,en;q=0.5')).toMatchObject({
      title: 'Najpierw się zaloguj',
      detail: 'Do tego potrzebna jest sesja. Najpierw się zaloguj.',
    });
    expect(await told('lt', { login: 'cfo', password: 'wrong' })).toMatchObject({
      title: 'Pirmiausia prisijunkite',
      detail: 'Neteisingas prisijungimo vardas arba slaptažodis.',
    });
    expect(await told('de')).toMatchObject({ title: 'Sign in first', detail: 'This needs a session. Sign in first.' });

    const lawyer = await app.api('lawyer');
    const refused = async (language: string) => {
      await lawyer.patch('/api/me', { language });
      const answers = await Promise.all([
        lawyer.call('GET', '/api/streams/nothing', undefined, { 'accept-language': 'en' }),
        lawyer.call('PATCH', '/api/me', { password: 'abc', currentPassword: 'demo' }),
        lawyer.call('POST', '/api/jobs/7/retry'),
      ]);
      return answers.map(({ headers, body }) => {
        expect(headers.get('content-language')).toBe(language);
        const { detail, errors } = body as { detail: string; errors?: { message: string }[] };
        return [detail, ...(errors ?? []).map(({ message }) => message)];
      });
    };
    expect(await refused('ru')).toEqual([
      ['Потока «nothing» нет.'],
      ['Пароль слишком короткий: нужно не меньше 10 знаков.', 'Пароль слишком короткий: нужно не меньше 10 знаков.'],
      ['Фоновые задачи перезапускает администратор.'],
    ]);
    expect(await refused('pl')).toEqual([
      ['Nie ma strumienia „nothing”.'],
      [
        'Hasło jest za krótkie: potrzeba co najmniej 10 znaków.',
        'Hasło jest za krótkie: potrzeba co najmniej 10 znaków.',
      ],
      ['Zadania w tle ponawia administrator.'],
    ]);
    expect((await refused('lt'))[1]?.[0]).toBe('Slaptažodis per trumpas: reikia bent 10 ženklų.');
    expect((await refused('en'))[0]).toEqual(['There is no stream "nothing".']);
  });

  it('keeps the working definition when a file is broken, and says where and what was expected', async () => {
    const publisher = app.app.get(PublishConfiguration);
    const breakFile = async (path: string, change: (text: string) => string) => {
      const file = join(folder, path);
      const before = await readFile(file, 'utf8');
      await writeFile(file, change(before));
      return () => writeFile(file, before);
    };
    const mend = await Promise.all([
      breakFile('streams/sales/works.yaml', (text) => text.replace('type: reference', 'type: refrence')),
      breakFile('routes/sales/long-sale.bpmn', (text) =>
        text.replace('outcome = &quot;accept&quot;', 'outcome = =').replace('outcome = "accept"', 'outcome = ='),
      ),
      breakFile('templates/sales/contract.hbs', (text) => `${text}\n{{#if broken}}`),
    ]);
    const { problems, published } = await publisher.fromFolder(folder);
    expect(published).toEqual([]);
    expect(problems).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^streams\/sales\/works\.yaml:\d+:\d+ .*reference/),
        expect.stringMatching(/^routes\/sales\/long-sale\.bpmn:\d+/),
        expect.stringMatching(/sales\/contract\.hbs:\d+/),
      ]),
    );
    const clerk = await app.api('clerk');
    const request = await clerk.post<{ id: string }>('/api/streams/requests/documents', {
      fields: { subject: 'Still working', kind: 'order' },
    });
    const manager = await app.api('manager');
    const { items } = await manager.get<{ items: unknown[] }>(`/api/assignments?mine=true&document=${request.id}`);
    expect(items).toHaveLength(1);
    await Promise.all(mend.map((undo) => undo()));
    expect((await publisher.fromFolder(folder)).problems).toEqual([]);
  });
});
