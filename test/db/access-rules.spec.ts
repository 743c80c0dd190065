import { ChangeFeed } from '../../src/platform/database/change-feed.js';
import { parseStream, type LoadedDefinition } from '../../src/streams/definition/parse-stream.js';
import { keepAccess } from '../../src/streams/definitions/keep-access.js';
import { publishStreams } from '../../src/streams/definitions/publish-streams.js';
import { StreamRegistry } from '../../src/streams/definitions/stream-registry.service.js';
import { until } from '../support/until.js';
import { DocumentsApp, items, type Answer } from './documents-app.js';

const deals = `
key: deals
name: Deals
document: Deal
numbering: { register: deals, pattern: 'D-{counter:4}', period: never }
title: '{name}'
initial: new
statuses: [{ key: new, name: New }, { key: won, name: Won }]
fields:
  - { key: name, type: text, name: Name, required: true }
  - { key: kind, type: choice, name: Kind, options: [{ key: small, name: Small }, { key: big, name: Big }] }
  - { key: margin, type: money, name: Margin, currency: EUR }
  - { key: remark, type: text, name: Remark, viewRoles: [head] }
access:
  - { role: clerk, verbs: [read, register, edit], scope: company }
  - { role: manager, verbs: [read, edit], scope: own }
`;

interface Rule {
  readonly role: string;
  readonly verbs: readonly string[];
  readonly level: string;
  readonly when?: string | null;
  readonly confidential?: boolean;
}

let app: DocumentsApp;
const rules: Rule[] = [
  { role: 'clerk', verbs: ['read', 'register', 'edit'], level: 'company' },
  { role: 'manager', verbs: ['read', 'edit'], level: 'own' },
];
const lawyerReadsBig: Rule = { role: 'lawyer', verbs: ['read'], level: 'company', when: 'kind = "big"' };
const remark = { key: 'remark', viewRoles: ['head'] };

function loaded(text: string): LoadedDefinition {
  const parsed = parseStream(text, 'test/deals.yaml');
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
  return parsed.definition;
}

/** Publishes the file as the program does when it starts. */
async function publishFile(text: string): Promise<{ published: string[]; problems: string[] }> {
  const done = await app.as(null, async ({ tx, now }) => {
    const kept = await keepAccess(tx, [loaded(text)]);
    return {
      published: await publishStreams(tx, now, kept.definitions),
      problems: kept.problems.map(({ message }) => message),
    };
  });
  await app.app.get(StreamRegistry).refresh();
  return done;
}

const address = '/api/access/rules/deals';
const read = async () => (await app.call('admin', 'GET', address)).body;
const put = async (body: { rules: readonly Rule[]; fields: readonly object[] }, tag = '*'): Promise<Answer> =>
  app.call('admin', 'PUT', address, body, { 'if-match': tag });
const numbers = async (login: string) => {
  const answer = await app.call(login, 'GET', '/api/streams/deals/documents?limit=200');
  return answer.status === 200
    ? items<{ number: string }>(answer)
        .map(({ number }) => number)
        .sort()
    : [];
};
const problems = ({ body }: Answer) =>
  (body['errors'] as { path: string; code: string; message: string }[]).map(({ path, code }) => `${path} ${code}`);

beforeAll(async () => {
  app = await DocumentsApp.start();
  await publishFile(deals);
  for (const kind of ['small', 'big', 'big']) {
    const fields = { name: `A ${kind} deal`, kind, margin: '5' };
    const made = await app.call('clerk', 'POST', '/api/streams/deals/documents', { fields });
    expect(made.status).toBe(201);
  }
}, 60_000);
afterAll(() => app.stop());
beforeEach(() => put({ rules, fields: [remark] }));

describe('the rules of a stream', () => {
  it('are read with the roles, fields and facts to choose from', async () => {
    expect(await read()).toMatchObject({
      ...{ stream: 'deals', asInFile: true },
      rules: [
        { role: 'clerk', verbs: ['read', 'register', 'edit'], level: 'company', when: null, confidential: false },
        { role: 'manager', verbs: ['read', 'edit'], level: 'own' },
      ],
      fields: [
        { key: 'name', name: 'Name', type: 'text', viewRoles: null, shownToAll: true },
        ...[{ key: 'kind' }, { key: 'margin', shownToAll: false }],
        { key: 'remark', viewRoles: ['head'], editRoles: null },
      ],
      roles: expect.arrayContaining([expect.objectContaining({ key: 'lawyer', people: 1 })]) as unknown,
      readable: expect.arrayContaining(['status', 'user.id']) as unknown,
    });
    expect((await app.call('clerk', 'GET', address)).status).toBe(403);
    expect((await app.call('admin', 'GET', '/api/access/rules/none')).status).toBe(404);
  });

  it('hold at once when they are changed, in every process', async () => {
    const elsewhere = new StreamRegistry(app.work, app.app.get(ChangeFeed));
    await elsewhere.onModuleInit();
    expect(await numbers('lawyer')).toEqual([]);
    const answer = await put({ rules: [...rules, lawyerReadsBig], fields: [remark] });
    expect(answer).toMatchObject({ status: 200, body: { asInFile: false } });
    expect(await numbers('lawyer')).toEqual(['D-0002', 'D-0003']);
    expect((await app.call('lawyer', 'GET', '/api/streams/deals')).body).toMatchObject({ may: ['read'] });
    await until('the other process knows', () => elsewhere.get('deals').grants.length === 3);

    await put({ rules: rules.slice(0, 1), fields: [{ key: 'margin', viewRoles: ['head'], editRoles: ['cfo'] }] });
    expect(await numbers('lawyer')).toEqual([]);
    expect((await app.call('manager', 'GET', '/api/streams/deals')).status).toBe(404);
    const { body } = await app.call('clerk', 'GET', '/api/streams/deals');
    expect((body['fields'] as { key: string }[]).map(({ key }) => key)).toEqual(['name', 'kind', 'remark']);
    await until('the other process knows', () => elsewhere.get('deals').grants.length === 1);
  });

  it('are refused with the rule, what is wrong with it and what was expected', async () => {
    const before = await read();
    const answer = await put({
      rules: [
        { role: 'lawyr', verbs: ['read'], level: 'company' },
        { role: 'lawyer', verbs: ['read'], level: 'company', when: 'kind = "huge"' },
        { role: 'lawyer', verbs: ['read'], level: 'company', when: 'weight > 3' },
        { role: 'lawyer', verbs: ['read'], level: 'company', when: 'kind = ' },
        { role: 'public', verbs: ['read', 'register'], level: 'company' },
        ...[lawyerReadsBig, lawyerReadsBig],
      ],
      fields: [
        { key: 'name', viewRoles: ['head'] },
        { key: 'weight', viewRoles: ['head'] },
        { key: 'margin', editRoles: ['nobody'] },
      ],
    });
    expect(answer).toMatchObject({ status: 422, body: { type: 'urn:millrace:problem:access-rules' } });
    expect(problems(answer)).toEqual([
      'rules[0].role unknown-role',
      ...[1, 2, 3].map((index) => `rules[${index}].when access-condition`),
      'rules[4].verbs public-registers',
      'rules[6] duplicate-rule',
      'fields.name.viewRoles hidden-from-some',
      'fields.weight unknown-field',
      'fields.margin.editRoles unknown-role',
    ]);
    const messages = (answer.body['errors'] as { message: string }[]).map(({ message }) => message);
    expect(messages[0]).toMatch(/no role "lawyr". Known are: .*lawyer/);
    expect(messages[1]).toMatch(/no option "huge": small, big/);
    expect(messages[2]).toMatch(/"weight" is not known here. Known are the fields of the card \(name, kind/);
    expect(await read()).toEqual(before);
    const misspelt = await put({ rules: [{ role: 'lawyer', verbs: ['look'], level: 'everywhere' }], fields: [] });
    expect(misspelt.status).toBe(400);
    expect(problems(misspelt).join()).toMatch(/rules.*verbs.*rules.*level/s);
  });

  it('are not overwritten by somebody who has not seen the last change', async () => {
    const { version } = await read();
    expect((await put({ rules, fields: [] }, `"v${Number(version)}"`)).status).toBe(200);
    const late = await put({ rules: [], fields: [] }, `"v${Number(version)}"`);
    expect(late).toMatchObject({ status: 412, body: { type: 'urn:millrace:problem:changed-meanwhile' } });
    const bare = await app.call('admin', 'PUT', address, { rules, fields: [] });
    expect(bare.status).toBe(412);
  });

  it('leave what was before and after in the audit log, and nothing where nothing changed', async () => {
    const entries = () =>
      app.as(null, ({ tx }) =>
        tx.query<{ actor: string; before: object; after: object }>(
          `SELECT actor_name AS actor, before, after FROM audit_entry WHERE verb = 'stream.access-changed' ORDER BY at, id`,
        ),
      );
    const known = (await entries()).length;
    await put({ rules, fields: [remark] });
    expect(await entries()).toHaveLength(known);
    await put({ rules: [...rules, lawyerReadsBig], fields: [{ key: 'margin', editRoles: ['cfo'] }] });
    const last = (await entries()).at(-1);
    const lines = ['clerk: read, register, edit; company', 'manager: read, edit; own'];
    expect(last?.before).toMatchObject({ rules: lines, fields: { remark: 'view: head' } });
    expect(last?.after).toMatchObject({
      rules: [...lines, 'lawyer: read; company when kind = "big"'],
      fields: { margin: 'edit: cfo' },
    });
  });
});

describe('the preview of other rules', () => {
  const preview = async (body: object) => (await app.call('admin', 'POST', `${address}/preview`, body)).body;

  it('tells who gains and who loses what, and changes nothing', async () => {
    const before = await read();
    const { changes, ...told } = await preview({
      rules: [{ ...rules[0], level: 'own', when: 'kind = "big"' }, lawyerReadsBig],
      fields: [remark, { key: 'margin', editRoles: ['cfo'] }],
    });
    expect(told).toMatchObject({ documents: { looked: 3, all: 3 } });
    const of = (login: string) =>
      (changes as { person: { login: string } }[]).find((one) => one.person.login === login);
    expect(of('lawyer')).toMatchObject({
      gained: ['read'],
      lost: [],
      documents: [{ verb: 'read', gained: 2, lost: 0 }],
    });
    expect(of('manager')).toMatchObject({ gained: [], lost: ['read', 'edit'] });
    expect(of('clerk')).toMatchObject({
      ...{ gained: [], lost: [] },
      documents: [
        { verb: 'read', gained: 0, lost: 1 },
        { verb: 'edit', gained: 0, lost: 1 },
      ],
      fields: { shown: [], hidden: [], opened: [], closed: ['margin'] },
    });
    expect(of('admin')).toBeUndefined();
    expect(await read()).toEqual(before);
  });

  it('says nothing where nothing changes', async () => {
    expect(await preview({ rules, fields: [remark] })).toMatchObject({ people: 0, changes: [] });
  });
});

describe('the file of the stream', () => {
  const byHand = async () => {
    await put({ rules: [...rules, lawyerReadsBig], fields: [] });
    return Number((await read())['version']);
  };
  const withSize = deals.replace('access:', '  - { key: size, type: integer, name: Size }\naccess:');

  it('does not undo what an administrator has changed', async () => {
    const version = await byHand();
    expect(await publishFile(deals)).toEqual({ published: [], problems: [] });
    expect(await read()).toMatchObject({ version, asInFile: false });
  });

  it('brings what is new in it without touching the rules', async () => {
    const version = await byHand();
    expect(await publishFile(withSize)).toEqual({ published: ['deals'], problems: [] });
    expect(await publishFile(withSize)).toEqual({ published: [], problems: [] });
    const held = await read();
    expect(held).toMatchObject({ version: version + 1, asInFile: false, rules: [{}, {}, { role: 'lawyer' }] });
    expect((held['fields'] as object[]).at(-1)).toMatchObject({ key: 'size' });
    await publishFile(deals);
  });

  it('is not published where the rules in force need what it takes away', async () => {
    await byHand();
    const without = deals.replace(/ {2}- \{ key: kind.*\n/, '');
    const { published, problems: told } = await publishFile(without);
    expect(published).toEqual([]);
    expect(told.join()).toMatch(/rules of access that an administrator has made: "kind" is not known here/);
  });

  it('replaces the rules when it says something else about access than before', async () => {
    await byHand();
    const other = deals.replace('scope: own', 'scope: department');
    expect(await publishFile(other)).toEqual({ published: ['deals'], problems: [] });
    expect(await read()).toMatchObject({ asInFile: true, rules: [{}, { role: 'manager', level: 'department' }] });
    await publishFile(deals);
  });
});
