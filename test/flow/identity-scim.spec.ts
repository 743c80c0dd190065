import { Api, signIn, type Answer } from '../support/api.js';
import { startApp, type RunningApp } from '../support/app.js';

let app: RunningApp;
let admin: Api;
let scim: Api;

/** As far as the tests look into it. */
type Resource = Readonly<Record<string, unknown>> & {
  readonly id: string;
  readonly members: { value: string }[];
  readonly Resources: Resource[];
  readonly totalResults: number;
};

const scimJson = { 'content-type': 'application/scim+json' };
const userSchema = 'urn:ietf:params:scim:schemas:core:2.0:User';
const patchSchema = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
const ask = (method: Method, path: string, body?: object): Promise<Answer<Resource>> =>
  scim.call<Resource>(method, `/scim/v2${path}`, body && JSON.stringify(body), body && scimJson);
const patch = (path: string, ...operations: object[]) =>
  ask('PATCH', path, { schemas: [patchSchema], Operations: operations });

async function tokenWith(scopes: string[]): Promise<Api> {
  const account = await admin.post<{ id: string }>('/api/service-accounts', {
    ...{ login: `directory-${scopes.join('-')}`, name: 'Directory', roles: [] },
  });
  const path = `/api/service-accounts/${account.id}/tokens`;
  const { token } = await admin.post<{ token: string }>(path, { name: 'Provisioning', scopes });
  return new Api(app.url, token);
}

beforeAll(async () => {
  app = await startApp({ worker: false });
  admin = await app.api('admin');
  scim = await tokenWith(['scim']);
});

afterAll(() => app?.stop());

describe('SCIM', () => {
  it('describes itself to directories that ask before they begin', async () => {
    const { headers, body } = await ask('GET', '/ServiceProviderConfig');
    expect(headers.get('content-type')).toContain('application/scim+json');
    expect(body).toMatchObject({ patch: { supported: true }, bulk: { supported: false } });
    expect((await ask('GET', '/Schemas')).body.Resources.map(({ id }) => id)).toContain(userSchema);
    expect((await ask('GET', `/Schemas/${userSchema}`)).body).toMatchObject({ name: 'User' });
    expect((await ask('GET', '/ResourceTypes')).body.totalResults).toBe(2);
  });

  it('is opened by a token with the scope "scim" only, which opens nothing else', async () => {
    for (const [who, status] of [
      [new Api(app.url), 401],
      [await app.api('admin'), 403],
      [await tokenWith(['read', 'write']), 403],
    ] as const) {
      const refused = await who.call<Record<string, unknown>>('GET', '/scim/v2/Users');
      expect(refused).toMatchObject({
        status,
        body: { schemas: [expect.stringContaining('Error')], status: String(status) },
      });
    }
    expect((await scim.call('GET', '/api/people')).status).toBe(403);
    expect((await scim.call('GET', '/api/accounts')).status).toBe(403);
  });

  it('takes people from Entra ID: looked for, added, changed by paths, closed by the word False', async () => {
    const name = '/Users?filter=userName%20eq%20%22';
    expect((await ask('GET', `${name}No.Body@gamma-trade.example%22`)).body).toMatchObject({
      totalResults: 0,
      Resources: [],
    });
    const added = await ask('POST', '/Users', {
      schemas: [userSchema, 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'],
      externalId: 'entra-1',
      userName: 'Ruta.R@gamma-trade.example',
      active: true,
      displayName: 'Rūta Rutkutė',
      emails: [{ primary: true, type: 'work', value: 'ruta.r@gamma-trade.example' }],
      meta: { resourceType: 'User' },
      name: { formatted: 'Rūta Rutkutė', familyName: 'Rutkutė', givenName: 'Rūta' },
      'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': { department: 'Sales' },
    });
    expect(added).toMatchObject({
      status: 201,
      body: {
        userName: 'ruta.r@gamma-trade.example',
        externalId: 'entra-1',
        active: true,
        name: { givenName: 'Rūta' },
      },
    });
    const { id } = added.body;
    expect(added.headers.get('location')).toBe(`${app.url}/scim/v2/Users/${id}`);
    expect((await ask('GET', `${name}RUTA.R@gamma-trade.example%22`)).body.Resources).toMatchObject([{ id }]);
    expect((await ask('GET', '/Users?filter=externalId%20eq%20%22entra-1%22')).body.Resources).toMatchObject([{ id }]);
    const changed = await patch(
      `/Users/${id}`,
      { op: 'Replace', path: 'displayName', value: 'Rūta Rutkienė' },
      { op: 'Add', path: 'emails[type eq "work"].value', value: 'rutkiene@gamma-trade.example' },
      { op: 'Replace', path: 'name.familyName', value: 'Rutkienė' },
      { op: 'Add', path: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department', value: 'Legal' },
    );
    expect(changed).toMatchObject({
      status: 200,
      body: {
        displayName: 'Rūta Rutkienė',
        emails: [{ value: 'rutkiene@gamma-trade.example' }],
        name: { familyName: 'Rutkienė' },
      },
    });
    expect(await admin.get(`/api/people/${id}`)).toMatchObject({ name: 'Rūta Rutkienė', active: true, signsInBy: [] });
    expect((await patch(`/Users/${id}`, { op: 'Replace', path: 'active', value: 'False' })).body).toMatchObject({
      active: false,
    });
    expect(await admin.get(`/api/people/${id}`)).toMatchObject({ active: false });
    expect((await patch(`/Users/${id}`, { op: 'Replace', path: 'active', value: 'True' })).body).toMatchObject({
      active: true,
    });
    expect(
      (await ask('POST', '/Users', { schemas: [userSchema], userName: 'RUTA.R@gamma-trade.example' })).body,
    ).toMatchObject({
      ...{ status: '409', scimType: 'uniqueness' },
    });
  });

  it('takes people from Okta: values without a path, PUT of the whole, who leaves is out at once', async () => {
    const okta = {
      schemas: [userSchema],
      userName: 'petras@gamma-trade.example',
      name: { givenName: 'Petras', familyName: 'Petraitis' },
      emails: [{ primary: true, value: 'petras@gamma-trade.example', type: 'work' }],
      displayName: 'Petras Petraitis',
      locale: 'lt-LT',
      externalId: '00u1',
      groups: [],
      password: 'of no use here',
      active: true,
    };
    const { id } = (await ask('POST', '/Users', okta)).body;
    const put = await ask('PUT', `/Users/${id}`, {
      ...okta,
      id,
      phoneNumbers: [{ value: '+370 600 11111', type: 'mobile' }],
    });
    expect(put.body).toMatchObject({ preferredLanguage: 'lt', phoneNumbers: [{ value: '+370 600 11111' }] });
    expect(await admin.get(`/api/people/${id}`)).toMatchObject({ signsInBy: [] });
    const manager = await signIn(app.url, 'manager2');
    const { id: managerId } = await manager.get<{ id: string }>('/api/me');
    expect((await patch(`/Users/${managerId}`, { op: 'replace', value: { active: false } })).body).toMatchObject({
      active: false,
    });
    expect((await manager.call('GET', '/api/me')).status).toBe(401);
    expect((await ask('DELETE', `/Users/${id}`)).status).toBe(204);
    expect(await admin.get(`/api/people/${id}`)).toMatchObject({ active: false });
  });

  it('takes groups of both: members added, removed one by one, put whole; roles are given here', async () => {
    const people = (await ask('GET', '/Users?count=3&startIndex=2')).body;
    expect(people).toMatchObject({ startIndex: 2, itemsPerPage: 3 });
    const [a = '', b = '', c = ''] = people.Resources.map(({ id }) => id);
    const added = await ask('POST', '/Groups', {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
      ...{ displayName: 'Комиссия', externalId: 'g-1', members: [] },
    });
    expect(added.status).toBe(201);
    const { id } = added.body;
    const group = `/Groups/${id}`;
    const members = (body: Resource) => body.members.map(({ value }) => value).sort();
    await patch(group, {
      op: 'Add',
      path: 'members',
      value: [
        { $ref: null, value: a },
        { $ref: null, value: b },
      ],
    });
    expect(members((await ask('GET', group)).body)).toEqual([a, b].sort());
    await patch(group, { op: 'Remove', path: 'members', value: [{ $ref: null, value: a }] });
    await patch(group, { op: 'add', path: 'members', value: [{ value: c, display: 'C' }] });
    await patch(group, { op: 'remove', path: `members[value eq "${b}"]` });
    expect(members((await ask('GET', group)).body)).toEqual([c]);
    await patch(group, { op: 'replace', path: 'members', value: [{ value: a }, { value: b }] });
    await patch(group, { op: 'replace', value: { id, displayName: 'Board' } });
    const shown = (await ask('GET', `/Groups?filter=displayName%20eq%20%22Board%22&excludedAttributes=members`)).body;
    expect(shown.Resources).toMatchObject([{ id, displayName: 'Board' }]);
    expect(shown.Resources[0]).not.toHaveProperty('members');
    expect(await admin.get('/api/groups/komissiya')).toMatchObject({ name: 'Board', members: expect.any(Array) });
    await admin.patch('/api/groups/komissiya', { roles: ['lawyer'] }, { 'if-match': '*' });
    expect((await admin.get<{ allRoles: string[] }>(`/api/people/${a}`)).allRoles).toContain('lawyer');
    await patch(group, { op: 'Remove', path: 'members', value: [{ value: a }] });
    expect((await admin.get<{ allRoles: string[] }>(`/api/people/${a}`)).allRoles).not.toContain('lawyer');
    const unknown = '00000000-0000-7000-8000-000000000000';
    expect((await patch(group, { op: 'Add', path: 'members', value: [{ value: unknown }] })).status).toBe(400);
    expect((await ask('DELETE', group)).status).toBe(204);
    expect((await ask('GET', group)).status).toBe(404);
  });

  it('refuses what it does not understand in its own words, and never the last administrator', async () => {
    const wrong: [Method, string, object | undefined, number, string | undefined][] = [
      ['GET', '/Users?filter=userName%20sw%20%22a%22', undefined, 400, 'invalidFilter'],
      ['GET', '/Users?filter=password%20eq%20%22a%22', undefined, 400, 'invalidFilter'],
      ['GET', '/Users?filter=constructor%20eq%20%22a%22', undefined, 400, 'invalidFilter'],
      ['GET', '/Groups?filter=constructor%20eq%20%22a%22', undefined, 400, 'invalidFilter'],
      ['GET', '/Users?count=many', undefined, 400, 'invalidValue'],
      ['GET', '/Users/nonsense', undefined, 404, undefined],
      ['POST', '/Users', { schemas: [userSchema] }, 400, 'invalidValue'],
      ['POST', '/Users', { userName: 'with spaces in it' }, 400, 'invalidValue'],
      ['PATCH', '/Users/nonsense', { Operations: [] }, 404, undefined],
    ];
    for (const [method, path, body, status, scimType] of wrong) {
      const answer = await ask(method, path, body);
      expect([method, path, answer.status, answer.body['scimType']]).toEqual([method, path, status, scimType]);
    }
    const { id } = await admin.get<{ id: string }>('/api/me');
    expect((await patch(`/Users/${id}`, { op: 'replace', value: { active: false } })).status).toBe(409);
    expect((await admin.call('GET', '/api/me')).status).toBe(200);
  });
});
