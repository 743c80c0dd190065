import { parseStream } from '../../src/streams/definition/parse-stream.js';
import { publishStreams } from '../../src/streams/definitions/publish-streams.js';
import { StreamRegistry } from '../../src/streams/definitions/stream-registry.service.js';
import { DocumentsApp, items } from './documents-app.js';

const deals = `
key: deals
name: Deals
document: Deal
numbering: { register: deals, pattern: 'D-{counter:4}', period: never }
title: '{name}'
initial: new
statuses: [{ key: new, name: New }]
fields:
  - { key: name, type: text, name: Name, required: true, searchable: true, sortable: true, filterable: true }
  - { key: taxNumber, type: taxNumber, name: Tax number, viewRoles: [head] }
  - { key: margin, type: money, name: Margin, currency: EUR, sortable: true, filterable: true, viewRoles: [head, ceo] }
  - { key: remark, type: text, name: Remark, searchable: true, viewRoles: [head], editRoles: [head] }
  - { key: partner, type: reference, stream: firms, name: Partner, viewRoles: [head] }
  - { key: grade, type: text, name: Grade, editRoles: [head] }
access:
  - { role: manager, verbs: [read, register, edit, links], scope: own }
  - { role: head, verbs: [read, register, edit, links], scope: company }
views:
  - { key: all, name: All, columns: [number, name, margin] }
  - { key: rich, name: Rich, columns: [number, name], sort: '-margin' }
`;

let app: DocumentsApp;
let deal: string;
let firm: string;
const secret = 'Xylophone';

beforeAll(async () => {
  app = await DocumentsApp.start();
  const parsed = parseStream(deals, 'test/deals.yaml');
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
  const { definition } = parsed;
  await app.as(null, (ctx) => publishStreams(ctx.tx, ctx.now, [definition]));
  await app.app.get(StreamRegistry).refresh();
  firm = (await app.register('admin', { stream: 'firms', fields: { name: 'Alfa' } })).id;
  await app.as(null, ({ tx }) => tx.query(`UPDATE document SET responsible_id = $1`, [app.actor('manager').id]));
  await app.call('admin', 'POST', `/api/documents/${firm}/shares`, { person: 'head' });
  const fields = { name: 'Big deal', margin: '100', remark: secret, partner: firm, grade: 'A', taxNumber: '304151376' };
  const made = await app.call('head', 'POST', '/api/streams/deals/documents', { fields, responsible: 'manager' });
  expect(made.body).toMatchObject({ fields: { remark: secret, margin: { amount: '100.00' } } });
  deal = String(made.body['id']);
}, 60_000);
afterAll(() => app.stop());

const patch = (login: string, fields: object, version: number) =>
  app.call(login, 'PATCH', `/api/documents/${deal}`, { fields }, { 'if-match': `"v${version}"` });
const codes = ({ body }: { body: Record<string, unknown> }) =>
  (body['errors'] as { path: string; code: string }[]).map(({ path, code }) => `${path} ${code}`);

describe('a field that only some see', () => {
  it('stands in the card, the register and the definition for them alone', async () => {
    const card = async (login: string) => (await app.call(login, 'GET', `/api/documents/${deal}`)).body;
    expect(await card('manager')).toMatchObject({ fields: { name: 'Big deal', grade: 'A' }, editable: ['name'] });
    expect(Object.keys((await card('manager'))['fields'] as object).sort()).toEqual(['grade', 'name']);
    expect(Object.keys((await card('head'))['fields'] as object)).toHaveLength(6);
    const list = items<{ fields: object }>(
      await app.call('manager', 'GET', '/api/streams/deals/documents?columns=name,margin,remark'),
    );
    expect(list.map(({ fields }) => fields)).toEqual([{ name: 'Big deal' }]);
    const { body } = await app.call('manager', 'GET', '/api/streams/deals');
    expect((body['fields'] as { key: string }[]).map(({ key }) => key)).toEqual(['name', 'grade']);
    expect(body).toMatchObject({ locked: ['grade'], views: [{ key: 'all', columns: ['number', 'name'] }] });
    expect((await app.call('head', 'GET', '/api/streams/deals')).body).toMatchObject({ locked: [] });
  });

  it('cannot be filtered, sorted, summed or searched by', async () => {
    const asked = async (login: string, query: string) =>
      (await app.call(login, 'GET', `/api/streams/deals/${query}`)).status;
    const filter = encodeURIComponent(JSON.stringify({ and: [{ field: 'margin', op: 'gt', value: '1' }] }));
    const queries = [
      `documents?filter=${filter}`,
      'documents?sort=margin',
      'documents/tally?sum=margin',
      'board?sort=-margin',
    ];
    for (const query of queries) {
      expect([query, await asked('head', query)]).toEqual([query, 200]);
      expect([query, await asked('manager', query)]).toEqual([query, 400]);
    }
    // Nobody finds a document by such a word, so that nobody can guess it letter by letter.
    for (const login of ['manager', 'head'])
      expect(items(await app.call(login, 'GET', `/api/streams/deals/documents?q=${secret}`))).toEqual([]);
  });

  it('is left out of exports, links and what is similar', async () => {
    const csv = async (login: string) => (await app.call(login, 'GET', '/api/streams/deals/export?format=csv')).raw;
    expect((await csv('head')).toString()).toMatch(/Margin.*Remark[^]*Xylophone/);
    expect((await csv('manager')).toString()).not.toMatch(/Margin|Remark|Xylophone|100/);
    const links = async (login: string, id: string) =>
      items(await app.call(login, 'GET', `/api/documents/${id}/links`));
    for (const end of [deal, firm])
      expect([(await links('head', end)).length, (await links('manager', end)).length]).toEqual([1, 0]);
    const fields = { name: 'Big deal', taxNumber: '304151376' };
    const similar = async (login: string) =>
      items(await app.call(login, 'POST', '/api/streams/deals/similar', { fields }));
    expect(await similar('head')).toMatchObject([{ reasons: [{ code: 'same-tax-number' }, { code: 'similar-name' }] }]);
    expect((await similar('manager')).map(({ reasons }) => reasons)).toMatchObject([[{ code: 'similar-name' }]]);
  });

  it('is left out of history, changes and conflicts', async () => {
    expect((await patch('head', { margin: '200', name: 'Bigger deal' }, 1)).status).toBe(200);
    expect((await patch('head', { remark: `${secret} two` }, 2)).status).toBe(200);
    const side = async (login: string, what: string) =>
      JSON.stringify((await app.call(login, 'GET', `/api/documents/${deal}/${what}`)).body);
    for (const what of ['history', 'changes?since=1']) {
      expect(await side('head', what)).toMatch(/margin[^]*Xylophone two/);
      expect(await side('manager', what)).not.toMatch(/margin|remark|Xylophone/i);
      expect(await side('manager', what)).toContain('Bigger deal');
    }
    const stale = await patch('manager', { name: 'Mine' }, 1);
    expect(stale.status).toBe(412);
    expect(JSON.stringify(stale.body)).toContain('Bigger deal');
    expect(JSON.stringify(stale.body)).not.toMatch(/margin|remark|Xylophone/i);
  });

  it('is as unknown as no field at all to whoever writes it', async () => {
    expect(codes(await patch('manager', { margin: '5', nothing: '5' }, 3))).toEqual(['fields.margin unknown-field']);
    const fields = { name: 'Mine', remark: 'x' };
    const made = await app.call('manager', 'POST', '/api/streams/deals/documents', { fields });
    expect([made.status, ...codes(made)]).toEqual([422, 'fields.remark unknown-field']);
  });
});

describe('a field that only some change', () => {
  it('is taken from them alone; others may send it back as it is', async () => {
    expect(codes(await patch('manager', { grade: 'B' }, 3))).toEqual(['fields.grade field-locked']);
    expect(codes(await patch('manager', { grade: null }, 3))).toEqual(['fields.grade field-locked']);
    const kept = await patch('manager', { grade: 'A', name: 'Mine' }, 3);
    expect(kept.body).toMatchObject({ version: 4, fields: { grade: 'A', name: 'Mine' } });
    // What the manager does not see is still there.
    const { body } = await patch('head', { grade: 'B' }, 4);
    expect(body).toMatchObject({ fields: { grade: 'B', margin: { amount: '200.00' }, remark: `${secret} two` } });
    const register = (fields: object) => app.call('manager', 'POST', '/api/streams/deals/documents', { fields });
    expect(codes(await register({ name: 'New', grade: 'A' }))).toEqual(['fields.grade field-locked']);
    expect((await register({ name: 'New', grade: '' })).status).toBe(201);
  });
});

describe('a definition', () => {
  test.each([
    ["title: '{name}'", "title: '{remark}'", 'title'],
    ['initial: new', 'initial: new\namountField: margin', 'amountField'],
    ['viewRoles: [head, ceo]', 'viewRoles: []', 'fields[2].viewRoles'],
  ])('that has %s as %s is refused at %s', (from, to, path) => {
    const parsed = parseStream(deals.replace(from, to), 'test/deals.yaml');
    expect('problems' in parsed ? parsed.problems.map((problem) => problem.path) : []).toContain(path);
  });
});
