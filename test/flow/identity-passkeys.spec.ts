import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer, { type Browser, type CDPSession, type Page } from 'puppeteer';
import { DataSource } from 'typeorm';
import { findBrowser } from '../../src/output/pdf/find-browser.js';
import { Api, signIn } from '../support/api.js';
import { startApp, type RunningApp } from '../support/app.js';

/** What a browser answered, as JSON. */
interface Credential {
  readonly id: string;
  readonly response: Record<string, string>;
}

let app: RunningApp;
let browser: Browser;
let page: Page;
let device: CDPSession;
let authenticatorId: string;
let profile: string;

/** A real Chromium whose authenticator is made of software: it makes keys, keeps them and unlocks them by itself. */
beforeAll(async () => {
  app = await startApp({ publicName: 'localhost', worker: false });
  profile = await mkdtemp(join(tmpdir(), 'millrace-passkeys-'));
  const found = await findBrowser({ chromiumPath: process.env.CHROMIUM_PATH, dataDir: app.dataDir });
  browser = await puppeteer.launch({
    executablePath: found.path,
    pipe: true,
    headless: found.from === 'bundled' ? 'shell' : true,
    userDataDir: profile,
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run'],
    env: { ...process.env, ...found.environment },
  });
  page = await browser.newPage();
  await page.goto(`${publicUrl()}/api/health/live`);
  device = await page.createCDPSession();
  await device.send('WebAuthn.enable');
  authenticatorId = await newAuthenticator();
}, 60_000);

afterAll(async () => {
  await browser?.close();
  await app?.stop();
  if (profile) await rm(profile, { recursive: true, force: true });
});

const publicUrl = () => app.url.replace('127.0.0.1', 'localhost');
const visitor = () => new Api(app.url);

async function newAuthenticator(): Promise<string> {
  const added = await device.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return added.authenticatorId;
}

/** Lets the browser make a passkey from the options, as the web app does. */
const create = (options: unknown): Promise<Credential> =>
  page.evaluate(
    `(async (options) => {
      const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
      return (await navigator.credentials.create({ publicKey })).toJSON();
    })(${JSON.stringify(options)})`,
  ) as Promise<Credential>;

const use = (options: unknown): Promise<Credential> =>
  page.evaluate(
    `(async (options) => {
      const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
      return (await navigator.credentials.get({ publicKey })).toJSON();
    })(${JSON.stringify(options)})`,
  ) as Promise<Credential>;

async function addPasskey(api: Api, name: string) {
  const credential = await create(await api.post('/api/me/passkeys/options'));
  return api.post<{ id: string; name: string }>('/api/me/passkeys', { credential, name });
}

const requestOptions = () => visitor().post('/api/session/passkey/options');
const enter = (credential: unknown) =>
  visitor().call<{ token: string; person: { login: string }; type: string }>('POST', '/api/session/passkey', {
    credential,
  });

/** The credential with one of its parts changed: JSON that is inside it, or bytes. */
function withClientData(credential: Credential, change: object): Credential {
  const data = JSON.parse(Buffer.from(credential.response['clientDataJSON'] ?? '', 'base64url').toString()) as object;
  const clientDataJSON = Buffer.from(JSON.stringify({ ...data, ...change })).toString('base64url');
  return { ...credential, response: { ...credential.response, clientDataJSON } };
}

describe('a passkey in Chromium', () => {
  it('is added, signs in without a login, and is listed with its last use', async () => {
    const api = await app.api('manager');
    const added = await addPasskey(api, 'My laptop');
    expect(added).toMatchObject({ name: 'My laptop', lastUsedAt: null });
    const entered = await enter(await use(await requestOptions()));
    expect(entered).toMatchObject({ status: 201, body: { person: { login: 'manager' } } });
    expect(entered.headers.get('set-cookie')).toContain('HttpOnly');
    const mine = new Api(app.url, entered.body.token);
    expect(await mine.get('/api/me/passkeys')).toMatchObject({
      items: [{ id: added.id, name: 'My laptop', lastUsedAt: expect.any(String) }],
    });
    expect(await mine.get('/api/me/sessions')).toMatchObject({
      items: expect.arrayContaining([expect.objectContaining({ current: true, method: 'passkey' })]),
    });
    expect(await mine.patch(`/api/me/passkeys/${encodeURIComponent(added.id)}`, { name: 'Laptop' })).toMatchObject({
      name: 'Laptop',
    });
  });

  it('stands for the second factor as well', async () => {
    const api = await app.api('manager');
    expect(await api.get('/api/me/second-factor')).toMatchObject({ active: false });
    const database = app.app.get(DataSource);
    await database.query(
      `INSERT INTO second_factor (person_id, secret, created_at, confirmed_at)
       SELECT id, 'unreadable', now(), now() FROM person WHERE login = 'manager'`,
    );
    await expect(signIn(app.url, 'manager')).rejects.toThrow('code-required');
    expect((await enter(await use(await requestOptions()))).status).toBe(201);
    await database.query('DELETE FROM second_factor');
  });

  it('answers each challenge once, and no other than was given out', async () => {
    const credential = await use(await requestOptions());
    const twice = await Promise.all([enter(credential), enter(credential)]);
    expect(twice.map(({ status }) => status).sort()).toEqual([201, 401]);
    expect(await enter(credential)).toMatchObject({
      status: 401,
      body: { type: 'urn:millrace:problem:wrong-passkey' },
    });
    const own = { ...((await requestOptions()) as object), challenge: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' };
    expect((await enter(await use(own))).status).toBe(401);
  });

  it('is refused from another origin, changed, without a check of its owner, or for another person', async () => {
    const ask = async () => use(await requestOptions());
    expect((await enter(withClientData(await ask(), { origin: 'https://evil.example' }))).status).toBe(401);
    expect((await enter(withClientData(await ask(), { crossOrigin: true }))).status).toBe(401);
    const credential = await ask();
    const userHandle = Buffer.from('0'.repeat(32), 'hex').toString('base64url');
    expect((await enter({ ...credential, response: { ...credential.response, userHandle } })).status).toBe(401);
    await device.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false });
    const unverified = { ...((await requestOptions()) as object), userVerification: 'discouraged' };
    expect((await enter(await use(unverified))).status).toBe(401);
    await device.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: true });
    expect((await enter(await ask())).status).toBe(201);
  });

  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['a text', 'x'],
    ['an id that is none', { id: { $ne: '' } }],
    ['no response', { id: 'AAAA', rawId: 'AAAA', type: 'public-key' }],
    ['control characters', { id: '\u0000', rawId: '\u0000', type: 'public-key', response: {} }],
  ])('is refused for %s', async (_, credential) => {
    expect((await enter(credential)).status).toBe(401);
    const api = await app.api('manager');
    expect((await api.call('POST', '/api/me/passkeys', { credential })).status).toBe(422);
  });

  it('is of the person who asked for it', async () => {
    const [anna, dmitri] = [await app.api('manager2'), await app.api('lawyer')];
    await device.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId });
    authenticatorId = await newAuthenticator();
    const credential = await create(await anna.post('/api/me/passkeys/options'));
    const stolen = await dmitri.call('POST', '/api/me/passkeys', { credential });
    expect(stolen).toMatchObject({ status: 422, body: { type: 'urn:millrace:problem:passkey-invalid' } });
    // Nor can one that was made for a sign-in, or twice for the same challenge, be added.
    expect((await anna.call('POST', '/api/me/passkeys', { credential })).status).toBe(201);
    expect((await anna.call('POST', '/api/me/passkeys', { credential })).status).toBe(422);
  });

  it('opens nothing once it is removed, or its owner has left', async () => {
    const api = await app.api('manager2');
    const { items } = await api.get<{ items: { id: string }[] }>('/api/me/passkeys');
    const path = `/api/me/passkeys/${encodeURIComponent(items[0]?.id ?? '')}`;
    expect((await (await app.api('lawyer')).call('DELETE', path)).status).toBe(404);
    const database = app.app.get(DataSource);
    const setActive = (active: boolean) =>
      database.query('UPDATE person SET active = $1 WHERE login = $2', [active, 'manager2']);
    await setActive(false);
    expect((await enter(await use(await requestOptions()))).status).toBe(401);
    await setActive(true);
    expect((await enter(await use(await requestOptions()))).status).toBe(201);
    await api.delete(path);
    expect((await enter(await use(await requestOptions()))).status).toBe(401);
  });

  it('is told to the audit log', async () => {
    const database = app.app.get(DataSource);
    const verbs: { verb: string }[] = await database.query(
      `SELECT DISTINCT verb FROM audit_entry WHERE verb LIKE 'passkey.%' ORDER BY verb`,
    );
    expect(verbs.map(({ verb }) => verb)).toEqual(['passkey.added', 'passkey.removed']);
  });
});
