import { DataSource } from 'typeorm';
import { GatherWords } from '../../src/documents/search/gather-words.job.js';
import type { DocumentHit, SearchGroup, SearchHit } from '../../src/insight/search/search-hit.js';
import type { Api } from '../support/api.js';
import { startApp, type RunningApp } from '../support/app.js';

/** One search over everything that a person may see. */
describe('search', () => {
  let app: RunningApp;
  let clerk: Api;
  let manager: Api;
  let manager2: Api;
  let admin: Api;

  beforeAll(async () => {
    app = await startApp({ worker: false });
    [clerk, manager, manager2, admin] = (await Promise.all(
      ['clerk', 'manager', 'manager2', 'admin'].map((login) => app.api(login)),
    )) as [Api, Api, Api, Api];
    await client({
      name: 'UAB „Žalia Giria“',
      taxNumber: '300060819',
      phone: '+37061234567',
      email: 'info@giria.example',
    });
    await client({ name: 'Łąka Śląska Sp. z o.o.', contacts: [{ name: 'Józef Piłsudski', phone: '+37069911223' }] });
    await client({ name: 'Северный ветер' }, 'manager');
    await client({
      name: 'Girios broliai',
      note: `${'Many words before. '.repeat(30)}The uncle of Žalia Giria. ${'And after. '.repeat(30)}`,
    });
  }, 60_000);

  afterAll(async () => {
    await app?.stop();
  }, 30_000);

  const client = (fields: object, responsible?: string) =>
    clerk.post<{ id: string; number: string }>('/api/streams/clients/documents', {
      fields,
      ...(responsible !== undefined && { responsible }),
    });
  const groups = async (api: Api, q: string, more = '') =>
    (await api.get<{ groups: SearchGroup[] }>(`/api/search?q=${encodeURIComponent(q)}${more}`)).groups;
  const documents = async (api: Api, q: string, more = ''): Promise<DocumentHit[]> =>
    (await groups(api, q, more)).flatMap(({ items }) => items.filter((hit) => hit.kind === 'document'));
  const titles = async (api: Api, q: string, more = '') => (await documents(api, q, more)).map(({ title }) => title);
  const marked = (text: string, marks: DocumentHit['titleMarks']) =>
    marks.map(([start, end]) => text.slice(start, end));

  it('finds by parts of words without accents and case, titles before other fields, and says where', async () => {
    const found = await documents(clerk, 'zalia giria');
    expect(found.map(({ title }) => title)).toEqual(['UAB „Žalia Giria“', 'Girios broliai']);
    expect(marked(found[0]?.title ?? '', found[0]?.titleMarks ?? [])).toEqual(['Žalia', 'Giria']);
    expect(found[0]?.match).toBeUndefined();
    const match = found[1]?.match;
    expect(match).toMatchObject({ field: 'note', name: 'Note' });
    expect(match?.text.length).toBeLessThan(170);
    expect(marked(match?.text ?? '', match?.marks ?? [])).toEqual(['Žalia', 'Giria']);
    expect(await titles(clerk, 'ветер север')).toEqual(['Северный ветер']);
    expect((await documents(clerk, 'pilsudski'))[0]).toMatchObject({
      title: 'Łąka Śląska Sp. z o.o.',
      match: { field: 'contacts' },
    });
    expect(await titles(clerk, '100%')).toEqual([]);
  });

  it('finds telephone and tax numbers however they are written, and shows what tells documents apart', async () => {
    for (const q of [
      '+370 612 34567',
      '8 612 34567',
      '(8-612) 345 67',
      '0037061234567',
      '612 345',
      '3000-60819',
      'info@giria',
    ]) {
      expect([q, await titles(clerk, q)]).toEqual([q, ['UAB „Žalia Giria“']]);
    }
    const [hit] = await documents(clerk, '8-612-34567');
    expect(hit?.match).toEqual({ field: 'phone', name: 'Phone', text: '+370 612 34567', marks: [[5, 14]] });
    expect(hit?.facts.map(({ field }) => field)).toEqual(['taxNumber', 'phone', 'email']);
  });

  it('puts an exact number first, also the bare counter', async () => {
    const request = await clerk.post<{ number: string }>('/api/streams/requests/documents', {
      fields: { company: 'Number seekers', kind: 'service', text: 'About C-000002' },
    });
    const counter = String(Number(request.number.split('-')[2]));
    const [first] = await documents(clerk, 'c-000002');
    expect(first).toMatchObject({ stream: 'clients', number: 'C-000002', numberMarks: [[0, 8]] });
    expect((await documents(clerk, counter)).map(({ number }) => number)).toContain(request.number);
    expect((await groups(clerk, request.number.toLowerCase()))[0]).toMatchObject({ key: 'requests', name: 'Requests' });
  });

  it('shows nobody what they may not see', async () => {
    expect(await titles(manager, 'северный')).toEqual(['Северный ветер']);
    expect(await titles(manager2, 'северный')).toEqual([]);
    expect(await titles(manager2, 'C-000003')).toEqual([]);
    expect(await titles(manager2, 'zalia')).toEqual([]);
  });

  it('forgives a slip of the pen where little is found', async () => {
    expect(await titles(clerk, 'sniezka')).toEqual([]);
    await client({ name: 'Śnieżka Farby' });
    await app.app.get(GatherWords).gather(new Date(Date.now() + 60_000));
    const [hit] = await documents(clerk, 'snezka farbi');
    expect(hit).toMatchObject({ title: 'Śnieżka Farby', corrected: true });
    expect(marked(hit?.title ?? '', hit?.titleMarks ?? [])).toEqual(['Śnieżka', 'Farby']);
    expect(await titles(clerk, 'сиверный')).toEqual(['Северный ветер']);
    expect(await titles(manager2, 'snezka')).toEqual([]);
    expect((await documents(clerk, 'sniezka'))[0]?.corrected).toBe(false);
  });

  it('finds people and registers, routes for administrators only, and documents alone when streams are named', async () => {
    const kinds = async (api: Api, q: string, more = '') => (await groups(api, q, more)).map(({ key }) => key);
    expect(await kinds(clerk, 'stankeviciute')).toEqual(['people']);
    const clients = await groups(clerk, 'client');
    expect(clients.find(({ key }) => key === 'registers')?.items).toMatchObject([
      { stream: 'clients', nameMarks: [[0, 6]] },
    ]);
    expect(await kinds(admin, 'approval')).toContain('routes');
    expect(await kinds(clerk, 'approval')).not.toContain('routes');
    expect(await kinds(clerk, 'giria', '&streams=clients')).toEqual(['clients']);
    expect((await clerk.call('GET', '/api/search?q=x&streams=nothing')).status).toBe(404);
  });

  it('limits each group and says that there are more', async () => {
    for (let index = 0; index < 4; index++) await client({ name: `Twin firm ${index}` });
    const [group] = await groups(clerk, 'twin', '&limit=2&streams=clients');
    expect(group).toMatchObject({ more: true });
    expect(group?.items.map((hit: SearchHit) => (hit as DocumentHit).title)).toEqual(['Twin firm 3', 'Twin firm 2']);
    expect((await groups(clerk, 'twin', '&limit=4'))[0]?.more).toBe(false);
  });

  it('finds among many a rare word of an old document, and of a common word the newest', async () => {
    await clerk.post('/api/streams/clients/documents', { fields: { name: 'Quetzalcoatl first' } });
    const sql = `INSERT INTO document (id, stream, number, title, status, author_id, fields, search, created_at, updated_at)
      SELECT ('ffffffff-0000-7000-8000-' || lpad(to_hex(k), 12, '0'))::uuid, 'clients', 'X-' || k, 'Common name ' || k, 'active', gen_random_uuid(),
        jsonb_build_object('name', 'Common name ' || k), 'x-' || k || E'\\ncommon name ' || k || E'\\ncommon name ' || k, now(), now()
      FROM generate_series(1, 3000) k`;
    await app.app.get(DataSource).query(sql);
    expect(await titles(clerk, 'quetzalcoatl')).toEqual(['Quetzalcoatl first']);
    expect(await titles(clerk, 'common', '&limit=1')).toEqual(['Common name 3000']);
  });

  it('takes anything for a question', async () => {
    for (const q of [
      '',
      ' ',
      '%',
      '\\',
      "'",
      '\0',
      '(((',
      '8',
      '12345678901234567890',
      'a'.repeat(200),
      '—',
      'ъ',
      '😀',
    ])
      expect((await clerk.call('GET', `/api/search?q=${encodeURIComponent(q)}`)).status).toBe(200);
    for (const wrong of [`q=${'a'.repeat(201)}`, 'limit=0', 'limit=51', 'streams=A,', 'streams=x%27'])
      expect((await clerk.call('GET', `/api/search?${wrong}`)).status).toBe(400);
  });

  it('lets a register be searched by telephone in any form', async () => {
    const found = await clerk.get<{ items: { title: string }[] }>('/api/streams/clients/documents?q=8%20612%2034567');
    expect(found.items.map(({ title }) => title)).toEqual(['UAB „Žalia Giria“']);
  });
});
