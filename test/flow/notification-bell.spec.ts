import type { List } from '../support/api.js';
import { ToldApp, type Login } from '../support/told-app.js';

/** Comments, reading, and the ways that people choose. */
describe('the bell', () => {
  let told: ToldApp;

  beforeAll(async () => {
    told = await ToldApp.start();
  }, 60_000);

  beforeEach(async () => {
    told.nowMs += 60_000;
    await told.forget();
  });

  afterAll(() => told?.stop(), 30_000);

  it('of comments go to those named and to those who take part, together until they are read', async () => {
    const { document } = await told.begin('one');
    await told.tell();
    await told.forget();
    const say = (login: Login, text: string) =>
      told.as[login].post<{ mentions: { login: string }[]; notNotified: unknown[] }>(
        `/api/documents/${document.id}/comments`,
        { text },
      );
    const said = await say('manager', '@lawyer please ask @secretary or @warehouse about @nothing.');
    expect(said.mentions.map(({ login }) => login)).toEqual(['lawyer', 'secretary']);
    expect(said.notNotified).toEqual([
      { login: 'warehouse', name: 'Mindaugas Balčiūnas', reason: 'may-not-see' },
      { login: 'nothing', name: null, reason: 'unknown' },
    ]);
    await told.tell();
    expect(await told.bell('lawyer')).toMatchObject({
      unread: 1,
      items: [
        {
          event: 'comment.mention',
          title: 'You were mentioned',
          text: expect.stringContaining('Anna Kowalska: @lawyer please') as string,
        },
      ],
    });
    for (const text of ['Well', 'I asked', 'Nobody knows']) await say('lawyer', text);
    await told.tell();
    expect(await told.bell('manager')).toMatchObject({
      unread: 1,
      items: [
        {
          event: 'comment.added',
          count: 3,
          title: '3 new comments',
          text: expect.stringContaining('Nobody knows') as string,
        },
      ],
    });
    await say('lawyer', 'Still nobody');
    await told.tell();
    expect((await told.bell('manager')).items).toMatchObject([{ count: 4 }]);
    await told.as.manager.post('/api/notifications/read', { document: document.id });
    await say('lawyer', 'Somebody does');
    await told.tell();
    expect((await told.bell('manager')).items).toMatchObject([{ count: 1, title: 'New comment' }]);
    const { items } = await told.as.manager.get<List<{ mentions: { login: string }[] }>>(
      `/api/documents/${document.id}/comments`,
    );
    expect(items.map(({ mentions }) => mentions.length)).toEqual([2, 0, 0, 0, 0, 0]);
    // Who speaks is not told of it.
    expect(await told.events('lawyer')).toEqual(['comment.mention']);
  });

  it('are marked as read by id, by document and all, by their owner only, and page by page', async () => {
    const made = [await told.begin('one'), await told.begin('one'), await told.begin('one')];
    await told.tell();
    const first = await told.bell('lawyer', '?limit=2');
    const second = await told.bell('lawyer', `?limit=2&cursor=${first.nextCursor ?? ''}`);
    expect([first.items.length, second.items.length, second.nextCursor]).toEqual([2, 1, null]);
    expect(new Set([...first.items, ...second.items].map(({ id }) => id)).size).toBe(3);
    expect((await told.as.lawyer.call('GET', '/api/notifications?cursor=nonsense')).status).toBe(400);
    expect(
      (await told.as.lawyer.call('GET', `/api/notifications?unread=true&cursor=${first.nextCursor ?? ''}`)).status,
    ).toBe(400);
    const ids = [first.items[0]?.id];
    await told.as.cfo.post('/api/notifications/read', { ids });
    expect((await told.bell('lawyer')).unread).toBe(3);
    expect(await told.as.lawyer.post('/api/notifications/read', { ids })).toEqual({ unread: 2 });
    const left = second.items[0]?.document.id;
    expect(await told.as.lawyer.post('/api/notifications/read', { document: left })).toEqual({ unread: 1 });
    expect(await told.as.lawyer.post('/api/notifications/read', { all: true })).toEqual({ unread: 0 });
    expect(made).toHaveLength(3);
  });

  it('do not speak of a document that one may no longer read', async () => {
    const document = await told.newDocument();
    await told.as.manager.post(`/api/documents/${document.id}/assignments`, {
      performers: ['warehouse'],
      instruction: 'Look',
    });
    await told.tell();
    expect((await told.bell('warehouse')).unread).toBe(1);
    await told.sql.query('DELETE FROM document_access WHERE document_id = $1', [document.id]);
    expect(await told.bell('warehouse')).toMatchObject({ unread: 0, items: [] });
    await told.as.manager.post(`/api/documents/${document.id}/comments`, { text: 'Nobody else hears this' });
    await told.tell();
    expect((await told.sql.query(`SELECT 1 FROM notification WHERE event LIKE 'comment.%'`)).rowCount).toBe(0);
    // The same person is told when the document is shared by name.
    await told.as.manager.post(`/api/documents/${document.id}/shares`, { person: 'warehouse' });
    await told.tell();
    const { unread, items } = await told.bell('warehouse');
    expect({ unread, event: items[0]?.event }).toEqual({ unread: 2, event: 'document.shared' });
  });

  it('come by the ways that a person has chosen, and by no other', async () => {
    const settings = await told.as.lawyer.get<{ events: { event: string; name: string; mail: string }[] }>(
      '/api/me/notification-settings',
    );
    expect(settings).toMatchObject({
      quietHours: { from: '20:00', to: '07:00', daysOff: true },
      digestAt: '08:00',
      effectiveTimeZone: 'Europe/Vilnius',
      quietNow: false,
    });
    expect(settings.events[0]).toEqual({
      event: 'assignment.issued',
      name: 'A new assignment for me',
      bell: true,
      push: true,
      mail: 'now',
    });
    const changed = await told.as.lawyer.patch<object>('/api/me/notification-settings', {
      events: { 'assignment.issued': { bell: false, mail: 'off', push: false } },
      quietHours: { from: '11:00', to: '13:00', daysOff: false },
      timeZone: 'Europe/Vilnius',
    });
    expect(changed).toMatchObject({ quietNow: true, timeZone: 'Europe/Vilnius', digestAt: '08:00' });
    await told.begin('one');
    await told.tell();
    expect((await told.sql.query('SELECT 1 FROM notification')).rowCount).toBe(0);
    const { rows } = await told.sql.query<{ settings: object }>('SELECT settings FROM notification_settings');
    expect(rows.map((row) => Object.keys(row.settings).sort())).toEqual([['events', 'quietHours', 'timeZone']]);
    await told.as.lawyer.patch('/api/me/notification-settings', {
      events: { 'assignment.issued': { bell: true, mail: 'now', push: true } },
      quietHours: null,
      timeZone: null,
    });
    expect(await told.as.lawyer.get('/api/me/notification-settings')).toMatchObject({
      quietHours: null,
      timeZone: null,
    });
    for (const body of [
      { events: { 'no.such': { bell: true } } },
      { events: { 'assignment.issued': { bell: 'yes' } } },
      { events: { 'assignment.issued': { mail: 'never' } } },
      { events: { 'assignment.issued': { fax: true } } },
      { events: { 'assignment.issued': true } },
      { quietHours: { from: '25:00', to: '07:00', daysOff: true } },
      { quietHours: { from: '20:00' } },
      { digestAt: '8' },
      { timeZone: 'Europe/Atlantis' },
      { unknown: true },
    ]) {
      expect(await told.as.lawyer.call('PATCH', '/api/me/notification-settings', body)).toMatchObject({ status: 400 });
    }
  });

  it('people are found for a document with whether they may see it, those first', async () => {
    const { document } = await told.begin('one');
    const { items } = await told.as.manager.get<List<{ login: string; maySee: boolean }>>(
      `/api/people?q=a&document=${document.id}&limit=50`,
    );
    const places = items.map(({ maySee }) => maySee);
    expect(places).toEqual([...places].sort((a, b) => Number(b) - Number(a)));
    expect(items.find(({ login }) => login === 'lawyer')?.maySee).toBe(true);
    expect(items.find(({ login }) => login === 'warehouse')?.maySee).toBe(false);
    const plain = await told.as.manager.get<List<object>>('/api/people?q=lawyer');
    expect(plain.items[0]).not.toHaveProperty('maySee');
    expect((await told.as.manager2.call('GET', `/api/people?document=${document.id}`)).status).toBe(404);
  });
});
