import { startApp, type RunningApp } from '../support/app.js';
import type { Api } from '../support/api.js';
import type { CalendarItems } from '../../src/insight/calendar/calendar-item.js';

/** The calendar (A5): planned and done works and assignments, mine and of my team. */
describe('the calendar', () => {
  let app: RunningApp;
  let manager: Api;
  let manager2: Api;
  let head: Api;
  let client: { id: string };

  beforeAll(async () => {
    app = await startApp({ worker: false });
    [manager, manager2, head] = (await Promise.all(['manager', 'manager2', 'head'].map((login) => app.api(login)))) as [
      Api,
      Api,
      Api,
    ];
    client = await manager.post('/api/streams/clients/documents', { fields: { name: 'Gamma' } });
    for (const [subject, plannedAt] of [
      ['Call them', '2026-12-03T09:00:00.000Z'],
      ['Visit them', '2026-12-24T09:00:00.000Z'],
      ['At midnight in Vilnius', '2026-11-30T22:00:00.000Z'],
    ])
      await manager.post('/api/streams/works/documents', {
        fields: { client: client.id, subject, plannedAt },
        responsible: 'manager',
      });
    await manager.post('/api/streams/works/documents', {
      fields: { client: client.id, subject: 'Done', doneAt: '2026-12-02T10:00:00.000Z' },
      ...{ status: 'done', responsible: 'manager' },
    });
    await manager.post(`/api/documents/${client.id}/assignments`, {
      ...{ performers: ['manager'], instruction: 'Send the offer', dueAt: '2026-12-05T10:00:00Z' },
    });
  }, 60_000);
  afterAll(async () => {
    await app?.stop();
  }, 30_000);

  const read = async (api: Api, query: string) => (await api.get<CalendarItems>(`/api/calendar?${query}`)).items;
  const december = 'from=2026-12-01&to=2026-12-08';

  it('holds what is planned, done and due in the days asked for, by time', async () => {
    const items = await read(manager, december);
    expect(items.map(({ kind, title, done, movable }) => [kind, title, done, movable])).toEqual([
      ['document', 'At midnight in Vilnius', false, true],
      ['document', 'Done', true, false],
      ['document', 'Call them', false, true],
      ['assignment', 'Send the offer', false, false],
    ]);
    expect(items[2]).toMatchObject({
      ...{ start: '2026-12-03T09:00:00.000Z', allDay: false, field: 'plannedAt', version: 1 },
      ...{ person: { login: 'manager' }, about: { id: client.id, title: 'Gamma' } },
    });
  });

  it('moves with the field of the document', async () => {
    const [, , item] = await read(manager, december);
    await manager.patch(
      `/api/documents/${item?.id ?? ''}`,
      { fields: { plannedAt: '2026-12-10T09:00:00.000Z' } },
      { 'if-match': `"v${item?.version ?? 0}"` },
    );
    expect((await read(manager, december)).map(({ title }) => title)).not.toContain('Call them');
    expect((await read(manager, 'from=2026-12-10&to=2026-12-11')).map(({ title }) => title)).toEqual(['Call them']);
  });

  it('is that of the team for its head, and of others only as far as one may see', async () => {
    expect(await read(head, `${december}&who=me`)).toEqual([]);
    for (const who of ['units', 'unit:sales', 'person:manager'])
      expect((await read(head, `${december}&who=${who}`)).map(({ title }) => title)).toContain('Send the offer');
    expect(await read(manager2, `${december}&who=person:manager`)).toEqual([]);
    for (const wrong of [
      'from=2026-12-01&to=2026-12-01',
      'from=2026-01-01&to=2026-12-01',
      'from=x&to=y',
      `${december}&who=all`,
    ])
      expect((await manager.call('GET', `/api/calendar?${wrong}`)).status).toBe(400);
  });

  describe('is subscribed to by a calendar program', () => {
    const program = (url: string, headers: Record<string, string> = {}) =>
      fetch(url.replace(/^https?:\/\/[^/]+/, app.url), { headers });
    let url: string;

    it('at an address that only its owner has made', async () => {
      expect(await manager.get('/api/me/calendar-feed')).toEqual({ since: null });
      ({ url } = await manager.post<{ url: string }>('/api/me/calendar-feed'));
      expect(url).toMatch(/\/calendar\/[A-Za-z0-9_-]{43}\.ics$/);
      expect(await manager.get('/api/me/calendar-feed')).toEqual({ since: expect.any(String) });
      const nowhere = await program(`${app.url}/calendar/${'x'.repeat(43)}.ics`);
      expect(nowhere.status).toBe(404);
    });

    it('holds what is planned and due, in the moments of the world, with links to it', async () => {
      const soon = new Date(Date.now() + 3 * 86_400_000);
      soon.setUTCMinutes(30, 0, 0);
      const work = await manager.post<{ id: string; number: string }>('/api/streams/works/documents', {
        fields: { client: client.id, subject: 'Demo; with, commas', plannedAt: soon.toISOString() },
        responsible: 'manager',
      });
      const answer = await program(url);
      expect(answer.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
      const events = readEvents(await answer.text());
      const stamp = `${soon.toISOString().replace(/[-:]|\.\d+/g, '')}`;
      expect(events.find(({ UID }) => UID?.includes(work.id))).toMatchObject({
        ...{ DTSTART: stamp, SUMMARY: 'Demo\\; with\\, commas' },
        DESCRIPTION: `${work.number}\\nDemo\\; with\\, commas\\nGamma`,
      });
      expect(events.find(({ SUMMARY }) => SUMMARY === 'Due: Send the offer')).toMatchObject({
        ...{ DTSTART: '20261205T100000Z', TRANSP: 'TRANSPARENT' },
      });
      expect(events.every(({ URL }) => /\/documents\/[0-9a-f-]{36}$/.test(URL ?? ''))).toBe(true);
    });

    it('costs nothing while nothing has changed', async () => {
      const etag = (await program(url)).headers.get('etag') ?? '';
      const again = await program(url, { 'if-none-match': etag });
      expect([again.status, await again.text()]).toEqual([304, '']);
      await manager.post('/api/streams/works/documents', {
        fields: { client: client.id, subject: 'One more', plannedAt: new Date().toISOString() },
        responsible: 'manager',
      });
      expect((await program(url, { 'if-none-match': etag })).status).toBe(200);
    });

    it('ends when a new address is made, and when it is revoked', async () => {
      const { url: newer } = await manager.post<{ url: string }>('/api/me/calendar-feed');
      expect((await program(url)).status).toBe(404);
      expect((await program(newer)).status).toBe(200);
      await manager.delete('/api/me/calendar-feed');
      expect((await program(newer)).status).toBe(404);
      expect((await manager.call('DELETE', '/api/me/calendar-feed')).status).toBe(404);
    });
  });
});

/** The events of an iCalendar file, each with its properties (RFC 5545, 3.1: long lines are folded). */
function readEvents(ics: string): Record<string, string>[] {
  expect(ics.startsWith('BEGIN:VCALENDAR\r\nVERSION:2.0\r\n')).toBe(true);
  const lines = ics.replace(/\r\n[ \t]/g, '').split('\r\n');
  const events: Record<string, string>[] = [];
  for (const line of lines) {
    const [, name = '', value = ''] = /^([A-Z-]+)[^:]*:(.*)$/.exec(line) ?? [];
    if (line === 'BEGIN:VEVENT') events.push({});
    else if (events.length > 0) Object.assign(events.at(-1) ?? {}, { [name]: value });
  }
  return events;
}
