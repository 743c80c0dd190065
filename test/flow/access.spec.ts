import { startApp, type RunningApp } from '../support/app.js';
import { Api, signIn, type List } from '../support/api.js';
import { drawRoute } from '../support/draw-route.js';

interface Assignment {
  readonly id: string;
  readonly step: { name: string; editable: string[]; required: string[]; hidden: string[] };
  readonly performer?: { login: string };
  readonly candidates: { login: string }[];
}

interface Problem {
  readonly type: string;
  readonly detail: string;
  readonly errors: { path: string; code: string; message: string }[];
}

let app: RunningApp;
let admin: Api;
let clients = 0;

beforeAll(async () => {
  app = await startApp({ worker: false });
  admin = await app.api('admin');
}, 90_000);

afterAll(() => app?.stop(), 30_000);

const problem = (code: string) => `urn:millrace:problem:${code}`;
const flow = (from: string, to: string) => `<sequenceFlow id="${from}-${to}" sourceRef="${from}" targetRef="${to}" />`;
const oneStep = (performer: string, attributes = '') =>
  `<startEvent id="begin" />${flow('begin', 'look')}<userTask id="look" name="Look"><extensionElements>
   <millrace:assignment performer='${performer}' ${attributes}><millrace:outcome key="done" />
   <millrace:outcome key="back" reasonRequired="true" /></millrace:assignment></extensionElements></userTask>
   ${flow('look', 'end')}<endEvent id="end" />`;

async function client(fields: object = {}): Promise<string> {
  const asked = { fields: { name: `Client ${(clients += 1)}`, ...fields } };
  return (await admin.post<{ id: string }>('/api/streams/clients/documents', asked)).id;
}

/** Draws a route of one step, starts it on a new client, and answers the client and the assignment. */
async function begun(key: string, performer: string, attributes = '', fields: object = {}) {
  const drawn = drawRoute(key, oneStep(performer, attributes));
  await admin.put(`/api/routes/test/${key}`, drawn, { 'content-type': 'application/xml' });
  const document = await client(fields);
  await admin.post(`/api/documents/${document}/runs`, { route: `test/${key}` });
  const [assignment] = (await admin.get<List<Assignment>>(`/api/assignments?document=${document}`)).items;
  if (!assignment) throw new Error('Nothing was issued.');
  return { document, assignment };
}

describe('the fields of a step', () => {
  const post = 'post("accountant")';

  it('open exactly what they name to the performer, and have to be filled in to go on', async () => {
    const accountant = await app.api('accountant');
    const { document, assignment } = await begun('fields', post, 'editable="industry" required="size" hidden="source"');
    expect(assignment.step).toMatchObject({ editable: ['industry', 'size'], required: ['size'], hidden: ['source'] });
    const complete = (body: object) =>
      accountant.call<Problem>('POST', `/api/assignments/${assignment.id}/complete`, body);
    const closed = await complete({ outcome: 'done', fields: { size: 'big', address: 'Vilnius' } });
    expect(closed).toMatchObject({
      status: 422,
      body: { type: problem('not-editable-here'), errors: [{ path: 'fields.address', code: 'not-editable-here' }] },
    });
    for (const fields of [{}, { size: '  ' }, { industry: 'Steel' }]) {
      expect(await complete({ outcome: 'done', fields })).toMatchObject({
        status: 422,
        body: { type: problem('required-here'), errors: [{ path: 'fields.size', code: 'required-here' }] },
      });
    }
    // By the role the accountant may not change a client at all.
    expect((await accountant.call('PATCH', `/api/documents/${document}`, { fields: { size: 'big' } })).status).not.toBe(
      200,
    );
    expect((await complete({ outcome: 'done', fields: { industry: 'Steel', size: 'big' } })).status).toBe(200);
    const { fields } = await admin.get<{ fields: object }>(`/api/documents/${document}`);
    expect(fields).toMatchObject({ industry: 'Steel', size: 'big' });
  });

  it('are told by whoever explains access, as long as one has the step', async () => {
    const { document, assignment } = await begun('told', post, 'editable="industry" required="size" hidden="source"');
    const stepsOf = async (login: string) =>
      (await admin.get<{ steps: object[] }>(`/api/documents/${document}/access?person=${login}`)).steps;
    expect(await stepsOf('accountant')).toEqual([
      {
        assignment: assignment.id,
        name: 'Look',
        fields: { editable: ['industry', 'size'], required: ['size'], hidden: ['source'] },
        because: [
          'The step "Look" opens for changing: Industry, Size.',
          'The step "Look" asks to fill in: Size.',
          'The step "Look" does not show: Source.',
        ],
      },
    ]);
    expect(await stepsOf('manager')).toEqual([]);
    const accountant = await app.api('accountant');
    await accountant.post(`/api/assignments/${assignment.id}/complete`, { outcome: 'done', fields: { size: 'big' } });
    expect(await stepsOf('accountant')).toEqual([]);
  });

  it('need nothing that is filled in already, and nothing for sending the document back', async () => {
    const accountant = await app.api('accountant');
    const filled = await begun('filled', post, 'required="size"', { size: 'small' });
    const done = { outcome: 'done' };
    expect((await accountant.call('POST', `/api/assignments/${filled.assignment.id}/complete`, done)).status).toBe(200);
    const empty = await begun('filled', post, 'required="size"');
    const emptied = { ...done, fields: { size: null } };
    expect((await accountant.call('POST', `/api/assignments/${empty.assignment.id}/complete`, emptied)).status).toBe(
      422,
    );
    const back = { outcome: 'back', comment: 'Not one of ours.' };
    expect((await accountant.call('POST', `/api/assignments/${empty.assignment.id}/complete`, back)).status).toBe(200);
  });
});

describe('a group', () => {
  it('does a step of a route: one member as performer, several as candidates', async () => {
    const made = { key: 'tender', name: 'Tender', members: ['accountant', 'warehouse'] };
    expect((await admin.call('POST', '/api/groups', made)).status).toBe(201);
    const { assignment } = await begun('by-group', 'group("tender")');
    expect(assignment.performer).toBeUndefined();
    expect(assignment.candidates.map(({ login }) => login).sort()).toEqual(['accountant', 'warehouse']);
    const { version } = await admin.get<{ version: number }>('/api/groups/tender');
    const one = { members: ['warehouse'] };
    await admin.patch('/api/groups/tender', one, { 'if-match': `"v${version}"` });
    expect((await begun('by-group', 'group("tender")')).assignment.performer?.login).toBe('warehouse');
  });
});

describe('a token for some streams', () => {
  const tokenFor = async (api: Api, scopes: readonly string[], streams: readonly string[]) => {
    const { token } = await api.post<{ token: string }>('/api/me/tokens', { name: 'Export', scopes, streams });
    return new Api(app.url, token);
  };

  it('reads and changes their documents and nothing besides, whoever made it', async () => {
    const mine = await client();
    const other = (
      await admin.post<{ id: string }>('/api/streams/works/documents', {
        fields: { kind: 'call', subject: 'Talk', client: mine },
      })
    ).id;
    for (const login of ['admin', 'manager']) {
      const api = await signIn(app.url, login);
      const token = await tokenFor(api, ['read', 'write'], ['clients']);
      const streams = await token.get<List<{ key: string }>>('/api/streams');
      expect(streams.items.map(({ key }) => key)).toEqual(['clients']);
      const [theirs, ours] = [
        await token.call('GET', `/api/documents/${mine}`),
        await api.call('GET', `/api/documents/${mine}`),
      ];
      expect(theirs.status).toBe(ours.status);
      expect((await token.call('GET', `/api/documents/${other}`)).status).toBe(404);
      const listed = await token.get<List<{ id: string }>>('/api/streams/clients/documents');
      expect(listed).toMatchObject({
        items: (await api.get<List<{ id: string }>>('/api/streams/clients/documents')).items.map(({ id }) => ({ id })),
      });
      expect((await token.get<List<unknown>>('/api/streams/works/documents')).items).toEqual([]);
      const talk = { fields: { kind: 'call', subject: 'Talk', client: mine } };
      expect((await token.call('POST', '/api/streams/works/documents', talk)).status).toBe(403);
      for (const path of [
        '/api/assignments?mine=true',
        '/api/accounts',
        '/api/people',
        '/api/routes',
        '/api/attention',
      ])
        expect(await token.call('GET', path)).toMatchObject({
          status: 403,
          body: { type: problem('token-for-streams') },
        });
      const found = await token.get<{ groups: { key: string; kind: string }[] }>('/api/search?q=Talk');
      expect(found.groups.filter(({ key, kind }) => kind === 'document' && key !== 'clients')).toEqual([]);
    }
  });

  it('is refused for a stream that there is not', async () => {
    const wish = { name: 'Export', scopes: ['read'], streams: ['nothing'] };
    expect(await admin.call('POST', '/api/me/tokens', wish)).toMatchObject({
      status: 422,
      body: { type: problem('stream-unknown') },
    });
  });
});

describe('the holidays of a country', () => {
  it('are told to administrators, who put them into a working calendar', async () => {
    const manager = await app.api('manager');
    expect((await manager.call('GET', '/api/holidays?country=LT&year=2027')).status).toBe(403);
    const { items } = await admin.get<List<{ date: string; name: object }>>('/api/holidays?country=LT&year=2027');
    expect(items).toContainEqual({ date: '2027-02-16', name: expect.objectContaining({ en: expect.any(String) }) });
    expect((await admin.get<List<string>>('/api/holidays/countries')).items).toContain('PL');
    expect((await admin.call('GET', '/api/holidays?country=XX&year=2027')).status).toBe(404);
    expect((await admin.call('GET', '/api/holidays?country=LT&year=soon')).status).toBe(400);
    const week = Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((day) => [day, []]));
    const exceptions = items.map((holiday) => ({ ...holiday, intervals: [] }));
    const body = { timeZone: 'Europe/Vilnius', week, exceptions };
    expect((await admin.call('PUT', '/api/calendars/vilnius', body)).status).toBe(201);
    expect(await admin.get('/api/calendars/vilnius')).toMatchObject({ exceptions });
  });
});
