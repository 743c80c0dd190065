import { systemActor } from '../../src/organisation/directory/actors.js';
import { FirstRun } from '../../src/organisation/first-run/first-run.js';
import { OneTimeLinks } from '../../src/organisation/links/one-time-links.js';
import { OrganisationApp, bearer, type Call } from './organisation-app.js';

let organisation: OrganisationApp;
let empty: OrganisationApp;
const call = (request: Call) => organisation.call(request);
const post = (url: string, body: object, address?: string) =>
  call({ method: 'POST', url, body, ...(address === undefined ? {} : { address }) });
const signIn: OrganisationApp['signIn'] = (...values) => organisation.signIn(...values);
const write: OrganisationApp['write'] = (...values) => organisation.write(...values);
const minute = 60_000;
const good = 'mellow barn tugboat';

beforeAll(async () => {
  [organisation, empty] = await Promise.all([OrganisationApp.start(), OrganisationApp.start({ empty: true })]);
});

afterAll(async () => {
  await organisation?.stop();
  await empty?.stop();
});

afterEach(() => {
  organisation.clock.aheadMs = 0;
  empty.clock.aheadMs = 0;
});

/** The token in the newest letter's link. */
function tokenOf({ letters }: OrganisationApp): string {
  return /#([\w-]{43})"/.exec(letters.at(-1)?.html ?? '')?.[1] ?? 'none';
}

/** Asks for a new password and lets the letter be written. */
async function ask(who: string, address?: string) {
  const answer = await post('/api/password-reset', { login: who }, address);
  await organisation.work('organisation.password-reset');
  return answer;
}

describe('a forgotten password', () => {
  it('is chosen anew by the link of a letter, once, which ends all sessions', async () => {
    const before = await signIn('lawyer');
    const asked = await ask(' Lawyer@gamma-trade.EXAMPLE');
    expect(asked).toMatchObject({ status: 202, body: undefined });
    expect(organisation.letters.at(-1)).toMatchObject({
      kind: 'organisation/password-reset',
      to: { address: 'lawyer@gamma-trade.example' },
      subject: 'Choose a new password',
      secret: true,
    });
    const token = tokenOf(organisation);
    expect(organisation.letters.at(-1)?.html).toContain(`https://docs.gamma-trade.example/new-password#${token}`);
    expect(await post('/api/new-password/check', { token })).toMatchObject({
      status: 200,
      body: { purpose: 'password-reset', login: 'lawyer', name: 'Katarzyna Wiśniewska' },
    });
    expect(await post('/api/new-password', { token, password: 'wisniewska99' })).toMatchObject({
      status: 422,
      body: { type: 'urn:millrace:problem:weak-password', errors: [{ path: 'password', code: 'too-personal' }] },
    });
    const both = await Promise.all([1, 2].map(() => post('/api/new-password', { token, password: good })));
    expect(both.map(({ status }) => status).sort()).toEqual([204, 422]);
    expect(both.find(({ status }) => status === 422)?.body).toMatchObject({
      type: 'urn:millrace:problem:link-invalid',
    });
    expect((await organisation.me(bearer(before.token))).status).toBe(401);
    expect((await signIn('lawyer')).status).toBe(401);
    expect((await signIn('lawyer', good)).status).toBe(201);
    expect(organisation.letters.at(-1)?.kind).toBe('organisation/password-changed');
    expect((await post('/api/new-password/check', { token })).status).toBe(422);
  });

  it('answers the same whoever is asked for, writes to those who exist, and keeps no token', async () => {
    organisation.letters.length = 0;
    await write(`UPDATE person SET active = false WHERE login = 'warehouse'`);
    await write(`UPDATE person SET password_hash = NULL WHERE login = 'accountant'`);
    const answers = [];
    for (const who of ['cfo', 'nobody@nowhere.example', 'warehouse', 'accountant', `x' OR '1'='1`]) {
      const { status, body, headers } = await ask(who);
      answers.push({ status, body, length: headers['content-length'] });
    }
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(organisation.letters.map(({ to }) => to.address)).toEqual(['cfo@gamma-trade.example']);
    const stored = JSON.stringify([
      await write(`SELECT encode(token_hash, 'escape') AS hash, l.* FROM one_time_link l`),
      await write('SELECT * FROM audit_entry'),
    ]);
    expect(stored).not.toContain(tokenOf(organisation));
    await write(`UPDATE person SET active = true WHERE login = 'warehouse'`);
  });

  it('is written in the language of its owner, with all that somebody typed as a name made harmless', async () => {
    await write(`UPDATE person SET language = 'pl', name = '<b onclick=x>Ola</b> {login}' WHERE login = 'secretary'`);
    await ask('secretary');
    const letter = organisation.letters.at(-1);
    expect(letter?.subject).toBe('Wybór nowego hasła');
    expect(letter?.html).toContain('&#60;b onclick=x&#62;Ola&#60;/b&#62; {login}!');
    expect(letter?.html).toContain('<html lang="pl">');
    expect(letter?.html).not.toMatch(/undefined|\{name\}|\{organisation\}/);
  });

  it('expires after half an hour, and with every newer link or change', async () => {
    await ask('ceo');
    const first = tokenOf(organisation);
    await ask('ceo');
    const second = tokenOf(organisation);
    expect((await post('/api/new-password/check', { token: first })).status).toBe(422);
    organisation.clock.aheadMs = 29 * minute;
    expect((await post('/api/new-password/check', { token: second })).status).toBe(200);
    organisation.clock.aheadMs = 31 * minute;
    expect((await post('/api/new-password/check', { token: second })).status).toBe(422);
    expect((await post('/api/new-password', { token: second, password: good })).status).toBe(422);
    organisation.clock.aheadMs = 0;
    const { token } = await signIn('ceo');
    const body = { password: good, currentPassword: 'demo' };
    expect((await call({ method: 'PATCH', url: '/api/me', headers: bearer(token), body })).status).toBe(200);
    expect((await post('/api/new-password/check', { token: second })).status).toBe(422);
  });

  it('sends one letter when its job is carried out twice', async () => {
    await post('/api/password-reset', { login: 'clerk' });
    const before = organisation.letters.length;
    await Promise.all([1, 2].map(() => organisation.work('organisation.password-reset')));
    expect(organisation.letters).toHaveLength(before + 1);
  });

  it('fills nobodys mailbox and cannot be tried out', async () => {
    const asked = await Promise.all(Array.from({ length: 6 }, (_, index) => ask('head', `10.8.0.${index}`)));
    expect(asked.filter(({ status }) => status === 202)).toHaveLength(3);
    const unknown = await Promise.all(Array.from({ length: 6 }, (_, index) => ask('no-one', `10.8.1.${index}`)));
    expect(unknown.map(({ status }) => status).sort()).toEqual(asked.map(({ status }) => status).sort());
    const guesses = await Promise.all(
      Array.from({ length: 60 }, () => post('/api/new-password/check', { token: 'A'.repeat(43) }, '10.8.2.1')),
    );
    expect(guesses.filter(({ status }) => status === 422)).toHaveLength(50);
    expect(guesses.filter(({ status }) => status === 429)).toHaveLength(10);
  });

  it('opens nothing else by its link', async () => {
    const link = await organisation.unitOfWork.run(systemActor, (context) =>
      organisation.app.get(OneTimeLinks).issue(context, 'first-run', null),
    );
    expect((await post('/api/new-password/check', { token: link })).status).toBe(422);
    expect((await post('/api/new-password', { token: link, password: good })).status).toBe(422);
  });
});

describe('the first run', () => {
  const show = () => empty.call({ url: '/api/first-run' });
  const link = async () => {
    const path = await empty.unitOfWork.run(systemActor, (context) => empty.app.get(FirstRun).link(context));
    return path.split('#')[1] ?? '';
  };
  const body = (token: string, more: object = {}) => ({
    token,
    login: 'Root',
    name: 'Ona Onaitė',
    email: 'ona@firm.example',
    password: good,
    organisation: 'UAB „Šaltinis“',
    language: 'lt',
    ...more,
  });
  const make = (content: object) => empty.call({ method: 'POST', url: '/api/first-run', body: content });

  it('is not needed where there are people, and its link opens nothing there', async () => {
    expect((await call({ url: '/api/first-run' })).body).toEqual({ needed: false });
    const token = await organisation.unitOfWork.run(systemActor, (context) =>
      organisation.app.get(OneTimeLinks).issue(context, 'first-run', null),
    );
    expect(await post('/api/first-run', body(token))).toMatchObject({
      status: 409,
      body: { type: 'urn:millrace:problem:first-run-done' },
    });
  });

  it('needs a link that is good, and good answers', async () => {
    expect((await show()).body).toEqual({ needed: true });
    expect((await make(body('A'.repeat(43)))).status).toBe(422);
    const token = await link();
    empty.clock.aheadMs = 25 * 60 * minute;
    expect((await make(body(token))).status).toBe(422);
    empty.clock.aheadMs = 0;
    expect((await make(body(token, { email: 'nonsense' }))).status).toBe(400);
    expect(await make(body(token, { password: 'saltinis-uab1' }))).toMatchObject({
      status: 422,
      body: { errors: [{ code: 'too-personal' }] },
    });
    expect((await show()).body).toEqual({ needed: true });
  });

  it('makes one administrator, however many links are used at the same moment, and signs in', async () => {
    const tokens = [await link(), await link(), await link()];
    const answers = await Promise.all(tokens.map((token, index) => make(body(token, { login: `root${index}` }))));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    const made = answers.find(({ status }) => status === 201);
    expect(String(made?.headers['set-cookie'])).toContain('HttpOnly');
    const me = await empty.me(bearer(String(made?.body?.['token'])));
    expect(me.body).toMatchObject({
      name: 'Ona Onaitė',
      language: 'lt',
      roles: ['admin'],
      units: [{ key: 'company', name: 'UAB „Šaltinis“', head: true }],
    });
    expect((await show()).body).toEqual({ needed: false });
    expect(await empty.write('SELECT 1 FROM person')).toHaveLength(1);
    expect(await empty.write('SELECT 1 FROM one_time_link')).toEqual([]);
    expect((await make(body(tokens[0] ?? ''))).status).toBe(409);
  });
});
