import { Api, signIn } from '../support/api.js';
import { startApp, type RunningApp } from '../support/app.js';

let app: RunningApp;

beforeAll(async () => {
  app = await startApp({ worker: false });
});

afterAll(() => app?.stop());

interface OpenApi {
  readonly paths: Record<string, Record<string, object>>;
}

/** Calls that take no session, so that a token says nothing to them. */
const open = [
  'POST /api/session',
  'POST /api/session/passkey',
  'POST /api/session/passkey/options',
  'POST /api/password-reset',
  'POST /api/new-password',
  'POST /api/new-password/check',
  'POST /api/first-run',
  'POST /api/forms/{form}',
  'POST /f/{form}',
];

describe('a token that may read only', () => {
  it('is refused by every call of the API that is not a GET, whoever made it', async () => {
    const api = await signIn(app.url, 'admin');
    const { token } = await api.post<{ token: string }>('/api/me/tokens', { name: 'Reader', scopes: ['read'] });
    const reader = new Api(app.url, token);
    const { paths } = await reader.get<OpenApi>('/api/openapi.json');
    const calls = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods)
        .filter((method) => ['post', 'put', 'patch', 'delete'].includes(method))
        .map((method): ['POST' | 'PUT' | 'PATCH' | 'DELETE', string] => [method.toUpperCase() as 'POST', path]),
    );
    expect(calls.length).toBeGreaterThan(40);
    const passed: string[] = [];
    for (const [method, path] of calls) {
      const name = `${method} ${path}`;
      const filled = path.replace(/\{\w+\}/g, '00000000-0000-7000-8000-000000000000');
      const { status, body } = await reader.call<{ type?: string }>(
        method,
        filled,
        method === 'DELETE' ? undefined : {},
      );
      const refused = status === 403 && body.type === 'urn:millrace:problem:read-only-token';
      if (!refused) passed.push(name);
    }
    expect(passed.sort()).toEqual(open.filter((name) => passed.includes(name)).sort());
    expect(passed).toContain('POST /api/session');
  });

  it('reads what its owner reads', async () => {
    const api = await signIn(app.url, 'manager');
    const { token } = await api.post<{ token: string }>('/api/me/tokens', { name: 'Reader', scopes: ['read'] });
    const reader = new Api(app.url, token);
    expect(await reader.get('/api/streams')).toEqual(await api.get('/api/streams'));
    expect(await reader.get('/api/me')).toEqual(await api.get('/api/me'));
  });
});
