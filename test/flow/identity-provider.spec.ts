import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { freePort } from '../../src/platform/database/embedded-postgres.js';
import { Api } from '../support/api.js';
import { startApp, type RunningApp } from '../support/app.js';

let provider: ChildProcess;
let app: RunningApp;
let issuer: string;

/** As the provider knows them. */
const accounts = {
  m: { email: 'Manager@gamma-trade.example', email_verified: true, groups: ['g-sales', 'g-unknown'] },
  l: { email: 'lawyer@gamma-trade.example', email_verified: false },
  x: { email: 'nobody@elsewhere.example', email_verified: true },
  c: { email: 'clerk@gamma-trade.example', email_verified: true, groups: [] },
  other: { email: 'manager@gamma-trade.example', email_verified: true },
};

beforeAll(async () => {
  const port = await freePort();
  issuer = `http://127.0.0.1:${port}`;
  app = await startApp({
    worker: false,
    environment: {
      ...{ OIDC_ISSUER: issuer, OIDC_CLIENT_ID: 'millrace', OIDC_NAME: 'Gamma account' },
      ...{ OIDC_CLIENT_SECRET: 'the secret of the client, long enough', OIDC_GROUPS: 'g-sales=head,clerk; g-it=admin' },
    },
  });
  const script = join(import.meta.dirname, '../support/sign-in-provider.mjs');
  const callback = `${app.url}/api/session/provider/callback`;
  provider = spawn(process.execPath, [script, String(port), callback, JSON.stringify(accounts)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (provider.stdout) await once(provider.stdout, 'data');
});

afterAll(async () => {
  await app?.stop();
  if (provider) {
    const ended = once(provider, 'exit');
    provider.kill();
    await ended;
  }
});

/** A browser as far as sign-in needs one: it keeps cookies by host and follows redirections until told to stop. */
class Browser {
  private readonly jars = new Map<string, Map<string, string>>();

  async open(url: string, headers: Record<string, string> = {}): Promise<{ to: string | null; status: number }> {
    const { host } = new URL(url);
    const jar = this.jars.get(host) ?? new Map<string, string>();
    this.jars.set(host, jar);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(url, { redirect: 'manual', headers: { ...headers, cookie } });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '' || /expires=Thu, 01 Jan 1970/i.test(line)) jar.delete(name);
      else jar.set(name, value);
    }
    await answer.arrayBuffer();
    const location = answer.headers.get('location');
    return { to: location === null ? null : new URL(location, url).href, status: answer.status };
  }

  /** Signs in at the provider as the account; answers where it ended: on a page of the app. */
  async signIn(as: string | undefined, to = '/desk'): Promise<string> {
    let at: string | null = await this.toCallback(as, to);
    while (at !== null && at.includes('/api/session/provider')) at = (await this.open(at)).to;
    return at?.replace(app.url, '') ?? '';
  }

  /** The address at which the provider sends it back, not opened yet. */
  async toCallback(as: string | undefined, to = '/desk'): Promise<string> {
    let { to: at } = await this.open(`${app.url}/api/session/provider?to=${encodeURIComponent(to)}`);
    while (at?.startsWith(issuer)) {
      const asked = new URL(at);
      if (asked.pathname.startsWith('/interaction/') && as !== undefined) asked.searchParams.set('as', as);
      ({ to: at } = await this.open(asked.href));
    }
    return at ?? '';
  }

  me() {
    return this.call('GET', '/api/me');
  }

  call(method: string, path: string) {
    const session = this.jars.get(new URL(app.url).host)?.get('millrace_session');
    return fetch(`${app.url}${path}`, { method, headers: { cookie: `millrace_session=${session ?? ''}` } });
  }

  has(name: string): boolean {
    return this.jars.get(new URL(app.url).host)?.has(name) ?? false;
  }
}

const write = (text: string, values: unknown[] = []) =>
  app.app.get(DataSource).query<Record<string, unknown>[]>(text, values);

describe('sign-in at a provider', () => {
  it('is offered on the sign-in page', async () => {
    expect(await new Api(app.url).get('/api/welcome')).toMatchObject({ provider: 'Gamma account' });
  });

  it('lets somebody in whose address it vouches for, and leads where the link led', async () => {
    const browser = new Browser();
    expect(await browser.signIn('m', '/registers/contracts?q=1')).toBe('/registers/contracts?q=1');
    const me = (await (await browser.me()).json()) as Record<string, unknown>;
    expect(me).toMatchObject({ login: 'manager' });
    expect(me['roles']).toEqual(expect.arrayContaining(['head', 'clerk', 'manager']));
    expect(browser.has('millrace_provider')).toBe(false);
    const linked = await write(`SELECT after FROM audit_entry WHERE verb = 'identity.linked'`);
    expect(linked).toMatchObject([{ after: { issuer, subject: 'm', email: 'manager@gamma-trade.example' } }]);
    expect(await write(`SELECT DISTINCT method FROM session WHERE method = 'provider'`)).toHaveLength(1);
  });

  it('knows the person again by the subject, whatever became of the address', async () => {
    await write(`UPDATE person SET email = 'new@gamma-trade.example' WHERE login = 'manager'`);
    const browser = new Browser();
    expect(await browser.signIn('m')).toBe('/desk');
    expect(await (await browser.me()).json()).toMatchObject({ login: 'manager' });
    await write(`UPDATE person SET email = 'manager@gamma-trade.example' WHERE login = 'manager'`);
  });

  it('takes the roles away that the groups do not give any more, and no others', async () => {
    await write(`INSERT INTO person_role SELECT id, 'head' FROM person WHERE login = 'clerk'`);
    const admin = await app.api('admin');
    const before = await admin.get<{ roles: string[] }>('/api/people/clerk');
    await new Browser().signIn('c');
    const { roles } = await admin.get<{ roles: string[] }>('/api/people/clerk');
    expect(before.roles).toContain('head');
    expect(roles).toEqual(before.roles.filter((key) => !['head', 'clerk', 'admin'].includes(key)));
  });

  it.each([
    ['a stranger', 'x', 'unknown-at-provider'],
    ['an address that it does not vouch for', 'l', 'unknown-at-provider'],
    ['another account with the address of somebody who came before', 'other', 'unknown-at-provider'],
    ['somebody who gives up there', undefined, 'provider-refused'],
  ])('does not let in %s', async (_, as, code) => {
    const browser = new Browser();
    expect(await browser.signIn(as)).toBe(`/sign-in?refused=${code}`);
    expect((await browser.me()).status).toBe(401);
  });

  it('does not let in somebody who has left', async () => {
    const admin = await app.api('admin');
    await admin.post('/api/people/manager/deactivate');
    expect(await new Browser().signIn('m')).toBe('/sign-in?refused=account-closed');
    await admin.post('/api/people/manager/reactivate');
  });

  it('is ended once, and only by the browser that began it', async () => {
    const [mine, theirs] = [new Browser(), new Browser()];
    const callback = await mine.toCallback('m');
    expect((await theirs.open(callback)).to).toBe(`${app.url}/sign-in?refused=provider-late`);
    expect((await mine.open(callback)).to).toBe(`${app.url}/desk`);
    expect((await mine.open(callback)).to).toBe(`${app.url}/sign-in?refused=provider-late`);
    const other = new Browser();
    const tampered = new URL(await other.toCallback('m'));
    tampered.searchParams.set('code', 'of-somebody-else');
    expect((await other.open(tampered.href)).to).toBe(`${app.url}/sign-in?refused=provider-refused`);
  });

  it.each(['//evil.example', 'https://evil.example', '/\\evil.example', '/\t/evil.example'])(
    'leads to no other site: %j',
    async (to) => {
      expect(await new Browser().signIn('m', to)).toBe('/desk');
    },
  );
});

describe('the link with the account at the provider', () => {
  const link = (browser: Browser, method = 'GET') => browser.call(method, '/api/me/provider-link');

  it('is taken away by its owner, and is in the audit log', async () => {
    const browser = new Browser();
    await browser.signIn('m');
    const shown = (await (await link(browser)).json()) as object;
    expect(shown).toMatchObject({ linked: true, issuer, removable: true, usedAt: expect.any(String) });
    expect((await link(browser, 'DELETE')).status).toBe(204);
    expect(await (await link(browser)).json()).toMatchObject({ linked: false, issuer: null, removable: false });
    expect((await link(browser, 'DELETE')).status).toBe(404);
    const told = await write(`SELECT before FROM audit_entry WHERE verb = 'identity.unlinked'`);
    expect(told).toEqual([{ before: { issuer, subject: 'm' } }]);
  });

  it('stays when it is the last way to sign in', async () => {
    const browser = new Browser();
    await browser.signIn('c');
    await write(`UPDATE person SET password_hash = NULL WHERE login = 'clerk'`);
    expect(await (await link(browser)).json()).toMatchObject({ linked: true, removable: false });
    const refused = await link(browser, 'DELETE');
    expect([refused.status, await refused.json()]).toEqual([
      409,
      expect.objectContaining({ type: 'urn:millrace:problem:last-way-in' }),
    ]);
  });
});

describe('signing out', () => {
  it('leads to where the session at the provider is ended, and back to the sign-in page', async () => {
    const browser = new Browser();
    const { to, status } = await browser.open(`${app.url}/api/session/provider/sign-out`);
    expect(status).toBe(302);
    const asked = new URL(to ?? '');
    expect(asked.origin).toBe(issuer);
    expect(Object.fromEntries(asked.searchParams)).toEqual({
      client_id: 'millrace',
      post_logout_redirect_uri: `${app.url}/sign-in`,
    });
    // The provider takes it, and asks.
    expect(await browser.open(asked.href)).toEqual({ to: null, status: 200 });
  });
});
