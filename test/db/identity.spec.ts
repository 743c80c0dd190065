import { URI, type TOTP } from 'otpauth';
import { systemActor } from '../../src/organisation/directory/actors.js';
import { Sessions } from '../../src/organisation/session/sessions.js';
import type { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { newId } from '../../src/platform/ids.js';
import { JobRegistry } from '../../src/platform/jobs/job-registry.js';
import { OrganisationApp, bearer, type Call } from './organisation-app.js';

let organisation: OrganisationApp;
let unitOfWork: UnitOfWork;

const call = (request: Call) => organisation.call(request);
const signIn: OrganisationApp['signIn'] = (...values) => organisation.signIn(...values);
const me = (headers: Record<string, string>) => organisation.me(headers);
const write: OrganisationApp['write'] = (...values) => organisation.write(...values);
const minute = 60_000;

beforeAll(async () => {
  organisation = await OrganisationApp.start();
  ({ unitOfWork } = organisation);
});

afterAll(() => organisation?.stop());

afterEach(() => {
  organisation.clock.aheadMs = 0;
});

interface SessionItem {
  readonly id: string;
  readonly current: boolean;
  readonly device: string;
  readonly address: string;
  readonly lastSeenAt: string;
}

const sessionsOf = async (token: string) => {
  const { status, body } = await call({ url: '/api/me/sessions', headers: bearer(token) });
  expect(status).toBe(200);
  return (body as { items: SessionItem[] }).items;
};

/** The newest entries of the audit log about the person. */
async function audited(login: string): Promise<Record<string, unknown>[]> {
  return write(
    `SELECT verb, address, session, actor_name AS actor, before, after FROM audit_entry
     WHERE object_id = (SELECT id::text FROM person WHERE login = $1) ORDER BY id DESC`,
    [login],
  );
}

describe('my sessions', () => {
  const agent = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:142.0) Gecko/20100101 Firefox/142.0';

  it('are listed with device, address and times, mine only, the present one marked', async () => {
    await write('DELETE FROM session');
    await signIn('cfo');
    const body = { login: 'ceo', password: 'demo' };
    await call({ method: 'POST', url: '/api/session', body, headers: { 'user-agent': agent }, address: '10.1.1.1' });
    organisation.clock.aheadMs = 10 * minute;
    const { token } = await signIn('ceo', 'demo', {}, '10.1.1.2');
    const items = await sessionsOf(token);
    expect(items).toHaveLength(2);
    expect(items[0]).toMatchObject({ current: true, address: '10.1.1.2', method: 'password' });
    expect(items[1]).toMatchObject({
      current: false,
      address: '10.1.1.1',
      browser: 'Firefox',
      system: 'Windows',
      device: 'Firefox on Windows',
    });
    expect(JSON.stringify(items)).not.toContain(token);
  });

  it('tell when they were last used, to five minutes', async () => {
    const { token } = await signIn('ceo', 'demo', { remember: true });
    const seen = async () => Date.parse((await sessionsOf(token)).find(({ current }) => current)?.lastSeenAt ?? '');
    const first = await seen();
    organisation.clock.aheadMs = 3 * minute;
    expect(await seen()).toBe(first);
    organisation.clock.aheadMs = 20 * minute;
    expect(await seen()).toBeGreaterThanOrEqual(first + 20 * minute);
  });

  it('can be ended one by one and all but this one, and nobody elses', async () => {
    const [here, there, third] = [await signIn('lawyer'), await signIn('lawyer'), await signIn('lawyer')];
    const stranger = await signIn('manager');
    const end = (id: string, token: string) =>
      call({ method: 'DELETE', url: `/api/me/sessions/${id}`, headers: bearer(token) });
    const thereId = (await sessionsOf(there.token)).find(({ current }) => current)?.id ?? '';
    for (const id of [newId(), 'nonsense', thereId]) expect((await end(id, stranger.token)).status).toBe(404);
    expect((await me(bearer(there.token))).status).toBe(200);
    expect((await end(thereId, here.token)).status).toBe(204);
    expect((await me(bearer(there.token))).status).toBe(401);
    const rest = await call({ method: 'DELETE', url: '/api/me/sessions', headers: bearer(here.token) });
    expect(rest).toMatchObject({ status: 200, body: { ended: 1 } });
    expect((await me(bearer(third.token))).status).toBe(401);
    expect((await me(bearer(stranger.token))).status).toBe(200);
    expect(await sessionsOf(here.token)).toHaveLength(1);
    expect((await audited('lawyer'))[0]).toMatchObject({
      verb: 'sessions.ended',
      before: { sessions: [expect.any(String)] },
    });
  });

  it('take the place of the session that the same browser had', async () => {
    const first = await signIn('secretary');
    const again = await call({
      method: 'POST',
      url: '/api/session',
      body: { login: 'clerk', password: 'demo' },
      headers: { cookie: first.sent },
    });
    expect(again.status).toBe(201);
    expect((await me({ cookie: first.sent })).status).toBe(401);
  });
});

describe('showing again who one is', () => {
  const begin = (headers: Record<string, string>) => call({ method: 'POST', url: '/api/me/second-factor', headers });
  const confirm = (headers: Record<string, string>, body: object) =>
    call({ method: 'POST', url: '/api/session/confirm', headers, body });

  it('is asked for when the session is older than 15 minutes, and renews the cookie', async () => {
    const { sent, token } = await signIn('accountant');
    const own = { cookie: sent };
    expect((await begin(own)).status).toBe(201);
    organisation.clock.aheadMs = 16 * minute;
    expect(await begin(own)).toMatchObject({ status: 403, body: { type: 'urn:millrace:problem:confirm-first' } });
    expect(await confirm(own, { password: 'wrong' })).toMatchObject({
      status: 422,
      body: { type: 'urn:millrace:problem:wrong-password', errors: [{ path: 'password' }] },
    });
    const confirmed = await confirm(own, { password: 'demo' });
    expect(confirmed.status).toBe(200);
    expect(Date.parse(String(confirmed.body?.['confirmedUntil']))).toBeGreaterThan(Date.now() + 30 * minute);
    const renewed = String(confirmed.headers['set-cookie']).split(';')[0] ?? '';
    expect(renewed).not.toBe(sent);
    expect((await begin({ cookie: renewed })).status).toBe(201);
    // Requests that were under way with the token before it was replaced still pass, and only those.
    expect((await me({ cookie: sent })).status).toBe(200);
    organisation.clock.aheadMs += 16_000;
    expect((await me({ cookie: sent })).status).toBe(401);
    expect((await me(bearer(token))).status).toBe(401);
    expect((await me({ cookie: renewed })).status).toBe(200);
  });

  it('keeps the token of a program, which no answer could give another', async () => {
    const { token } = await signIn('accountant');
    organisation.clock.aheadMs = 16 * minute;
    expect((await begin(bearer(token))).status).toBe(403);
    expect((await confirm(bearer(token), { password: 'demo' })).headers['set-cookie']).toBeUndefined();
    expect((await begin(bearer(token))).status).toBe(201);
  });

  it('cannot be guessed', async () => {
    const { token } = await signIn('cfo');
    const answers = await Promise.all(Array.from({ length: 12 }, () => confirm(bearer(token), { password: 'wrong' })));
    expect(answers.filter(({ status }) => status === 422)).toHaveLength(10);
    expect((await confirm(bearer(token), { password: 'demo' })).status).toBe(429);
    organisation.clock.aheadMs = 16 * minute;
    expect((await confirm(bearer(token), { password: 'demo' })).status).toBe(200);
  });
});

describe('the second factor', () => {
  const own = '/api/me/second-factor';
  /** Set up for the person; answers the app and the recovery codes. */
  async function setUp(login: string) {
    const { token } = await signIn(login);
    const begun = await call({ method: 'POST', url: own, headers: bearer(token) });
    const app = URI.parse(String(begun.body?.['uri'])) as TOTP;
    const code = () => app.generate({ timestamp: organisation.clock.now().getTime() });
    const confirmed = await call({
      method: 'POST',
      url: `${own}/confirm`,
      headers: bearer(token),
      body: { code: code() },
    });
    expect(confirmed.status).toBe(200);
    return { token, code, begun, recoveryCodes: confirmed.body?.['recoveryCodes'] as string[] };
  }
  const nextStep = () => (organisation.clock.aheadMs += 30_000);
  const state = async (token: string) => (await call({ url: own, headers: bearer(token) })).body;

  it('counts from its first code on and is asked for at the next sign-in', async () => {
    const { token } = await signIn('manager');
    const begun = await call({ method: 'POST', url: own, headers: bearer(token) });
    expect(begun).toMatchObject({
      status: 201,
      body: { qr: expect.stringMatching(/^data:image\/svg/), uri: expect.stringContaining('manager') },
    });
    expect(await state(token)).toEqual({ active: false, since: null, pending: true, recoveryCodesLeft: 0 });
    expect((await signIn('manager')).status).toBe(201);
    const wrong = await call({
      method: 'POST',
      url: `${own}/confirm`,
      headers: bearer(token),
      body: { code: '000000' },
    });
    expect(wrong).toMatchObject({ status: 422, body: { type: 'urn:millrace:problem:wrong-code' } });

    const { code, recoveryCodes } = await setUp('manager');
    expect(recoveryCodes).toHaveLength(10);
    expect(await state(token)).toMatchObject({ active: true, pending: false, recoveryCodesLeft: 10 });
    expect(await call({ method: 'POST', url: own, headers: bearer(token) })).toMatchObject({
      status: 409,
      body: { type: 'urn:millrace:problem:second-factor-active' },
    });
    expect(await signIn('manager')).toMatchObject({
      status: 401,
      body: { type: 'urn:millrace:problem:code-required' },
      cookie: '',
    });
    expect(await signIn('manager', 'wrong', { code: code() })).toMatchObject({
      body: { type: 'urn:millrace:problem:wrong-credentials' },
    });
    nextStep();
    expect((await signIn('manager', 'demo', { code: code() })).status).toBe(201);
    expect((await audited('manager'))[0]).toMatchObject({ after: { method: 'password+code' } });
  });

  it('is stored so that a copy of the database is of no use', async () => {
    const { begun, recoveryCodes } = await setUp('manager2');
    const stored = JSON.stringify([
      await write('SELECT * FROM second_factor'),
      await write(`SELECT encode(code_mac, 'escape') AS mac FROM recovery_code`),
      await write('SELECT * FROM audit_entry'),
    ]);
    for (const secret of [begun.body?.['secret'], ...recoveryCodes.flatMap((code) => [code, code.replaceAll('-', '')])])
      expect(stored).not.toContain(String(secret));
  });

  it('takes each code once, also when it comes twice at the same moment', async () => {
    const { code } = await setUp('head');
    nextStep();
    const twice = await Promise.all([1, 2, 3].map(() => signIn('head', 'demo', { code: code() })));
    expect(twice.map(({ status }) => status).sort()).toEqual([201, 401, 401]);
    expect(await signIn('head', 'demo', { code: code() })).toMatchObject({
      status: 401,
      body: { type: 'urn:millrace:problem:wrong-code' },
    });
    nextStep();
    expect((await signIn('head', 'demo', { code: code() })).status).toBe(201);
  });

  it('lets recovery codes stand in, each once', async () => {
    const { token, recoveryCodes } = await setUp('warehouse');
    const [first = '', second = ''] = recoveryCodes;
    const twice = await Promise.all([1, 2].map(() => signIn('warehouse', 'demo', { code: first })));
    expect(twice.map(({ status }) => status).sort()).toEqual([201, 401]);
    expect((await signIn('warehouse', 'demo', { code: second.toLowerCase().replaceAll('-', '') })).status).toBe(201);
    expect(await state(token)).toMatchObject({ recoveryCodesLeft: 8 });
    const renewed = await call({
      method: 'POST',
      url: `${own}/recovery-codes`,
      headers: bearer(token),
      body: { password: 'demo' },
    });
    expect(renewed.body?.['recoveryCodes']).toHaveLength(10);
    expect((await signIn('warehouse', 'demo', { code: recoveryCodes[3] })).status).toBe(401);
  });

  it('cannot be guessed, from wherever', async () => {
    const { code } = await setUp('lawyer');
    nextStep();
    const guesses = Array.from({ length: 8 }, (_, index) =>
      signIn('lawyer', 'demo', { code: `00000${index}` }, `10.7.0.${index}`),
    );
    const answers = await Promise.all(guesses);
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(5);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(3);
    expect((await signIn('lawyer', 'demo', { code: code() })).status).toBe(429);
    organisation.clock.aheadMs += 16 * minute;
    expect((await signIn('lawyer', 'demo', { code: code() })).status).toBe(201);
  });

  it('is needed to show again who one is, and goes with the password only', async () => {
    const { token, code } = await setUp('ceo');
    nextStep();
    const confirm = (body: object) =>
      call({ method: 'POST', url: '/api/session/confirm', headers: bearer(token), body });
    expect(await confirm({ password: 'demo' })).toMatchObject({
      status: 422,
      body: { type: 'urn:millrace:problem:code-required' },
    });
    expect((await confirm({ password: 'demo', code: code() })).status).toBe(200);
    const remove = (password: string) =>
      call({ method: 'DELETE', url: own, headers: bearer(token), body: { password } });
    expect((await remove('wrong')).status).toBe(422);
    expect((await remove('demo')).status).toBe(204);
    expect((await signIn('ceo')).status).toBe(201);
    expect(await remove('demo')).toMatchObject({ status: 409 });
    expect(
      await write('SELECT 1 FROM recovery_code r JOIN person p ON p.id = r.person_id WHERE login = $1', ['ceo']),
    ).toEqual([]);
  });
});

describe('sweeping', () => {
  it('forgets windows of attempts that have passed', async () => {
    await signIn('nobody-at-all', 'wrong');
    organisation.clock.aheadMs = 120 * minute;
    expect((await write('SELECT 1 FROM attempt_window')).length).toBeGreaterThan(0);
    await organisation.app.get(JobRegistry).all().get('organisation.sweep-attempts')?.(
      {},
      { attempt: 1, maxAttempts: 25 },
    );
    expect(await write('SELECT 1 FROM attempt_window')).toEqual([]);
    expect(await unitOfWork.run(systemActor, (context) => organisation.app.get(Sessions).sweep(context))).toBe(0);
  });
});
