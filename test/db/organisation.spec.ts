import { seedDemoOrganisation } from '../../src/organisation/demo/seed-demo-organisation.js';
import { systemActor } from '../../src/organisation/directory/actors.js';
import type { Directory } from '../../src/organisation/directory/directory.js';
import {
  calendarFor,
  headOfPerson,
  holdersOf,
  membersOf,
  substituteFor,
} from '../../src/organisation/directory/queries.js';
import { AddPerson } from '../../src/organisation/people/add-person.js';
import { hashPassword } from '../../src/organisation/session/password.js';
import type { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { Refusal } from '../../src/platform/errors.js';
import { newId } from '../../src/platform/ids.js';
import { until } from '../support/until.js';
import { OrganisationApp, bearer, type Call } from './organisation-app.js';

let organisation: OrganisationApp;
let directory: Directory;
let unitOfWork: UnitOfWork;

const call = (request: Call) => organisation.call(request);
const signIn: OrganisationApp['signIn'] = (...values) => organisation.signIn(...values);
const me = (headers: Record<string, string>) => organisation.me(headers);
const write: OrganisationApp['write'] = (...values) => organisation.write(...values);

beforeAll(async () => {
  organisation = await OrganisationApp.start();
  ({ directory, unitOfWork } = organisation);
});

afterAll(() => organisation?.stop());

afterEach(() => {
  organisation.clock.aheadMs = 0;
});

describe('the demo organisation', () => {
  it('stands in the directory with heads, posts, roles and calendars', () => {
    const org = directory.snapshot();
    expect([...org.unitByKey.keys()].sort()).toEqual(['company', 'finance', 'legal', 'office', 'sales', 'warehouse']);
    expect(
      membersOf(org, 'sales')
        .map(({ login }) => login)
        .sort(),
    ).toEqual(['head', 'manager', 'manager2']);
    expect(membersOf(org, 'company', { deep: true })).toHaveLength(11);
    expect(holdersOf(org, 'lawyer').map(({ login }) => login)).toEqual(['lawyer']);
    const manager2 = org.personByLogin.get('manager2');
    expect(manager2?.roles).toContain('manager');
    expect(headOfPerson(org, manager2?.id ?? '')?.login).toBe('head');
    expect(headOfPerson(org, org.personByLogin.get('head')?.id ?? '')?.login).toBe('ceo');
    expect(calendarFor(org, { personId: manager2?.id ?? '' })).toMatchObject({ timeZone: 'Europe/Vilnius' });
  });

  it('is not added twice and does not undo what was changed by hand', async () => {
    await write(`UPDATE person SET name = 'Anna Nowak' WHERE login = 'manager'`);
    await write(`DELETE FROM person_role WHERE role_key = 'warehouse'`);
    const count =
      'SELECT (SELECT count(*) FROM person)::int AS people, (SELECT count(*) FROM person_role)::int AS roles';
    const [before] = await write(count);
    await unitOfWork.run(systemActor, seedDemoOrganisation);
    expect((await write(count))[0]).toEqual(before);
    expect((await write(`SELECT name FROM person WHERE login = 'manager'`))[0]).toEqual({ name: 'Anna Nowak' });
  });
});

describe('the directory', () => {
  it('follows changes that any connection commits', async () => {
    const { version } = directory.snapshot();
    await write(`UPDATE person SET email = 'rasa@gamma-trade.example' WHERE login = 'clerk'`);
    const clerk = await until('the change is seen', () => {
      const found = directory.snapshot().personByLogin.get('clerk');
      return found?.email === 'rasa@gamma-trade.example' && found;
    });
    expect(directory.snapshot().version).toBeGreaterThan(version);
    expect(Object.keys(clerk)).not.toContain('passwordHash');
  });

  it('keeps the picture that a reader took', async () => {
    const taken = directory.snapshot();
    const name = taken.personByLogin.get('cfo')?.name;
    await write(`UPDATE person SET name = 'Someone Else' WHERE login = 'cfo'`);
    await directory.reload();
    expect(taken.personByLogin.get('cfo')?.name).toBe(name);
    expect(directory.snapshot().personByLogin.get('cfo')?.name).toBe('Someone Else');
  });

  it('sees, after a reload, what was committed before it, however many ask at once', async () => {
    const names = Array.from({ length: 8 }, (_, index) => `Name ${index}`);
    await Promise.all(
      names.map(async (name, index) => {
        const login = [...directory.snapshot().personByLogin.keys()][index];
        await write('UPDATE person SET phone = $2, name = $2 WHERE login = $1', [login, name]);
        await directory.reload();
        expect(directory.snapshot().personByLogin.get(login ?? '')?.name).toBe(name);
      }),
    );
  });

  it('knows substitutions, and describes them to both people', async () => {
    const people = directory.snapshot().personByLogin;
    const [absent, substitute] = [people.get('manager')?.id ?? '', people.get('manager2')?.id ?? ''];
    await write(
      `INSERT INTO substitution (id, absent_id, substitute_id, starts_at, ends_at, reason)
       VALUES ($1, $2, $3, now() - interval '1 day', now() + interval '1 day', 'holiday')`,
      [newId(), absent, substitute],
    );
    await directory.reload();
    expect(substituteFor(directory.snapshot(), absent, Date.now())?.id).toBe(substitute);
    expect(substituteFor(directory.snapshot(), absent, Date.now() + 2 * 86_400_000)).toBeNull();
    const asSubstitute = await me(bearer((await signIn('manager2')).token));
    expect(asSubstitute.body?.['substitutes']).toMatchObject({ actsFor: [{ id: absent }], absence: null });
    const asAbsent = await me(bearer((await signIn('manager')).token));
    expect(asAbsent.body?.['substitutes']).toMatchObject({ actsFor: [], absence: { substitute: { id: substitute } } });
    await write('DELETE FROM substitution');
  });
});

describe('me and the others', () => {
  it('change the language, which shows at once', async () => {
    const { token } = await signIn('manager2');
    const headers = bearer(token);
    const changed = await call({ method: 'PATCH', url: '/api/me', body: { language: 'lt' }, headers });
    expect(changed).toMatchObject({ status: 200, body: { language: 'lt', units: [{ name: 'Pardavimų skyrius' }] } });
    expect((await call({ method: 'PATCH', url: '/api/me', body: { language: 'de' }, headers })).status).toBe(400);
  });

  it('change the password, which ends the other sessions', async () => {
    const [here, there] = [await signIn('head'), await signIn('head')];
    expect((await me(bearer(there.token))).status).toBe(200);
    const change = (body: object) => call({ method: 'PATCH', url: '/api/me', body, headers: bearer(here.token) });
    expect(await change({ password: 'mellow barn tugboat' })).toMatchObject({ status: 400 });
    const weak = await change({ password: 'gamma-trade1', currentPassword: 'demo', language: 'ru' });
    expect(weak).toMatchObject({ status: 422, body: { errors: [{ path: 'password', code: 'too-personal' }] } });
    const wrong = await change({ password: 'mellow barn tugboat', currentPassword: 'wrong', language: 'ru' });
    expect(wrong).toMatchObject({ status: 422, body: { errors: [{ path: 'currentPassword' }] } });
    expect((await me(bearer(here.token))).body).toMatchObject({ language: 'en' });
    for (let i = 0; i < 9; i += 1) await change({ password: 'mellow barn tugboat', currentPassword: `guess ${i}` });
    expect((await change({ password: 'mellow barn tugboat', currentPassword: 'demo' })).status).toBe(429);
    organisation.clock.aheadMs = 16 * 60_000;
    expect((await change({ password: 'mellow barn tugboat', currentPassword: 'demo' })).status).toBe(200);
    expect((await me(bearer(here.token))).status).toBe(200);
    expect((await me(bearer(there.token))).status).toBe(401);
    expect((await signIn('head')).status).toBe(401);
    expect((await signIn('head', 'mellow barn tugboat')).status).toBe(201);
    expect(organisation.letters.at(-1)).toMatchObject({ kind: 'organisation/password-changed', secret: false });
  });

  it('are found by any part of name, login, post or unit, without accents', async () => {
    await write(`UPDATE person SET name = 'Łucja Żukowska-Čepaitė' WHERE login = 'accountant'`);
    await directory.reload();
    const headers = bearer((await signIn('admin')).token);
    const find = async (q: string) => {
      const { body } = await call({ url: `/api/people?q=${encodeURIComponent(q)}`, headers });
      return (body as unknown as { items: { login: string }[] }).items.map(({ login }) => login);
    };
    expect(await find('lucja cepaite')).toEqual(['accountant']);
    expect(await find('SALES manager')).toEqual(expect.arrayContaining(['manager', 'manager2']));
    expect(await find('sales lawyer')).toEqual([]);
    expect(await find('%')).toEqual([]);
    expect(await find('')).toHaveLength(directory.snapshot().persons.size);
    const one = await call({ url: '/api/people?q=lucja&limit=1', headers });
    expect(one.body).toMatchObject({ items: [{ post: 'Accountant', unit: 'Finance' }], nextCursor: null });
    expect((await call({ url: '/api/people?limit=100000', headers })).status).toBe(400);
    expect((await call({ url: '/api/people' })).status).toBe(401);
  });

  it('are added once under a login, with roles and posts that exist', async () => {
    const add = (person: Parameters<AddPerson['execute']>[1]) =>
      unitOfWork.run(systemActor, (context) => organisation.app.get(AddPerson).execute(context, person));
    const id = await add({
      login: 'New.Person',
      name: 'New',
      passwordHash: await hashPassword('secret word'),
      roles: ['clerk'],
      posts: ['clerk'],
    });
    await directory.reload();
    expect(directory.snapshot().persons.get(id)).toMatchObject({
      login: 'new.person',
      roles: ['clerk'],
      postKeys: ['clerk'],
    });
    expect((await signIn('new.person', 'secret word')).status).toBe(201);
    await expect(add({ login: 'new.person', name: 'Again' })).rejects.toThrow(Refusal);
    await expect(add({ login: 'other', name: 'Other', roles: ['king'] })).rejects.toThrow('There is no role "king".');
    await expect(add({ login: 'a b', name: 'Other' })).rejects.toThrow('Expected letters');
    await directory.reload();
    expect(directory.snapshot().personByLogin.has('other')).toBe(false);
  });
});
