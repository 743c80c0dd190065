import { startApp, type RunningApp } from '../support/app.js';
import { Api, type List } from '../support/api.js';
import { EventListener } from '../support/event-listener.js';
import { until } from '../support/until.js';

interface Explanation {
  readonly active: boolean;
  readonly answers: { readonly allowed: boolean; readonly rule: { readonly kind: string } }[];
}

describe('somebody who leaves', () => {
  let app: RunningApp;
  let admin: Api;

  beforeAll(async () => {
    app = await startApp({ worker: false });
    admin = await app.api('admin');
  }, 90_000);
  afterAll(() => app?.stop(), 30_000);

  it('sees nothing any more at once, whatever way was open, and what was left undone comes to attention', async () => {
    const { id } = await admin.post<{ id: string }>('/api/streams/clients/documents', {
      fields: { name: 'Left alone' },
    });
    await admin.post(`/api/documents/${id}/assignments`, { performers: ['warehouse'], instruction: 'Count them' });
    await admin.post(`/api/documents/${id}/shares`, { person: 'warehouse', level: 'edit' });
    const session = await app.api('warehouse');
    const made = await session.post<{ token: string }>('/api/me/tokens', { name: 'Scales', scopes: ['read'] });
    const program = new Api(app.url, made.token);
    const listener = await EventListener.open(session);
    for (const way of [session, program]) await way.get(`/api/documents/${id}`);
    const explained = () => admin.get<Explanation>(`/api/documents/${id}/access?person=warehouse`);
    expect((await explained()).answers.map(({ allowed }) => allowed)).toEqual([true, true, false, true]);

    await admin.post('/api/people/warehouse/deactivate', {});
    for (const way of [session, program]) {
      const { status } = await way.call('GET', `/api/documents/${id}`);
      expect(status).toBe(401);
    }
    await until('the stream of events has ended', () => listener.ended);
    await expect(EventListener.open(session)).rejects.toThrow('401');
    await expect(app.api('warehouse')).rejects.toThrow();

    const { active, answers } = await explained();
    expect(active).toBe(false);
    expect(answers.map(({ allowed, rule }) => `${allowed} ${rule.kind}`)).toEqual(Array(4).fill('false left'));
    const readers = await admin.get<List<{ person: { login: string } }>>(`/api/access/report/documents/${id}`);
    expect(readers.items.map(({ person }) => person.login)).not.toContain('warehouse');
    const { items } = await admin.get<List<{ reason: string }>>(`/api/attention?document=${id}`);
    expect(items).toMatchObject([{ reason: 'performer-left' }]);
  });

  it('leaves a unit that is closed: what it had not finished comes to attention, for whoever may see it', async () => {
    const asked = { fields: { name: 'Of the legal department' }, responsible: 'lawyer' };
    const { id, unit } = await admin.post<{ id: string; unit: { id: string } }>(
      '/api/streams/clients/documents',
      asked,
    );
    const closing = await admin.get<{ documents: number }>(`/api/units/${unit.id}/closing`);
    expect(closing.documents).toBe(1);
    await admin.call('POST', `/api/units/${unit.id}/close`, { to: 'company' }, { 'if-match': '*' });
    const { items } = await admin.get<List<{ reason: string; document: { id: string } }>>(
      '/api/attention?reason=unit-closed',
    );
    expect(items.map(({ document }) => document.id)).toEqual([id]);
    await expect((await app.api('lawyer')).get(`/api/documents/${id}`)).resolves.toMatchObject({ id });
  });
});
