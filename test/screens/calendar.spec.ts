import type { Api } from '../support/api.js';
import { startApp, type RunningApp } from '../support/app.js';
import { desktop, phone, Screens, type Person } from '../support/people-at-screens.js';
import { until } from '../support/until.js';

/** A5: a manager's planned works in the calendar, and the head's look at the whole team. */
describe('the calendar at screens', () => {
  let app: RunningApp;
  let screens: Screens;
  let api: Api;
  let manager: Person;
  let head: Person;
  let visit: { id: string };
  /** Loading pages takes its time on a busy machine. */
  const patience = 150_000;
  /** Today where the people are, which at night is another day than in UTC. */
  const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Vilnius' }).format(new Date());
  const at = (hours: number) => `${today}T${String(hours).padStart(2, '0')}:00:00.000Z`;

  beforeAll(async () => {
    app = await startApp();
    api = await app.api('manager');
    const client = await api.post<{ id: string }>('/api/streams/clients/documents', { fields: { name: 'Gamma' } });
    const work = (subject: string, plannedAt: string) =>
      api.post<{ id: string }>('/api/streams/works/documents', { fields: { client: client.id, subject, plannedAt } });
    visit = await work('Visit with samples', at(8));
    await work('Call about the offer', at(10));
    screens = await Screens.open(app);
    manager = await screens.person('manager', desktop);
    head = await screens.person('head', phone);
  }, 150_000);

  afterAll(async () => {
    await screens?.close();
    await app?.stop();
  }, 60_000);

  it(
    'shows the month; a work is marked done in place, and that is taken back',
    async () => {
      const { page } = manager;
      await page.getByRole('link', { name: 'Calendar' }).click();
      await page.getByRole('button', { name: /Visit with samples/ }).click();
      await page.getByRole('link', { name: 'Gamma' }).waitFor();
      expect(await manager.violations()).toEqual([]);
      await manager.picture('calendar');
      await page.getByRole('button', { name: 'Mark as done' }).click();
      await page.getByRole('button', { name: /✓ Visit with samples/ }).waitFor();
      expect(await api.get(`/api/documents/${visit.id}`)).toMatchObject({ status: 'done' });
      await page.getByRole('button', { name: 'Undo' }).click();
      await until('it is planned again', async () => {
        const { status } = await api.get<{ status: string }>(`/api/documents/${visit.id}`);
        return status === 'planned';
      });
    },
    patience,
  );

  it(
    'moves what is dragged, and begins a new work on the day that is pressed',
    async () => {
      const { page } = manager;
      await page.goto('/calendar?view=week');
      const event = page.getByRole('button', { name: /Visit with samples/ });
      const before = await api.get<{ fields: { plannedAt: string } }>(`/api/documents/${visit.id}`);
      const box = await event.boundingBox();
      if (!box) throw new Error('It is not on the screen.');
      // A slot of half an hour is 28 pixels high.
      await page.mouse.move(box.x + 20, box.y + 8);
      await page.mouse.down();
      await page.mouse.move(box.x + 20, box.y + 30, { steps: 4 });
      await page.mouse.move(box.x + 20, box.y + 64, { steps: 4 });
      await page.mouse.up();
      await page.getByText(/Visit with samples: moved to/).waitFor();
      const after = await api.get<{ fields: { plannedAt: string } }>(`/api/documents/${visit.id}`);
      expect(Date.parse(after.fields.plannedAt) - Date.parse(before.fields.plannedAt)).toBe(3_600_000);

      await page.goto('/calendar?view=month');
      await page.locator('.fc-day-today').click({ position: { x: 20, y: 6 } });
      await page.waitForURL(/\/registers\/works\/new\?at=/);
      await page.getByRole('heading', { name: 'New: Work' }).waitFor();
    },
    patience,
  );

  it(
    'can be subscribed to at an address that is shown once',
    async () => {
      const { page } = manager;
      await page.goto('/calendar');
      await page.getByRole('button', { name: 'Subscribe' }).click();
      await page.getByRole('button', { name: 'Make an address' }).click();
      const address = await page.getByLabel('Address of the calendar').inputValue();
      const { pathname } = new URL(address);
      expect(await (await fetch(`${app.url}${pathname}`)).text()).toContain('SUMMARY:Visit with samples');
      await page.getByRole('button', { name: 'Revoke' }).click();
      await page.getByText('The address leads nowhere any more.').waitFor();
      expect((await fetch(`${app.url}${pathname}`)).status).toBe(404);
    },
    patience,
  );

  it(
    'is a list on a phone, of the whole team for its head',
    async () => {
      const { page } = head;
      await page.goto('/calendar');
      await page.getByText("My team's").tap();
      await page.getByRole('button', { name: /Call about the offer/ }).waitFor();
      expect(await head.violations()).toEqual([]);
      await head.picture('calendar-phone');
    },
    patience,
  );

  it('nothing went wrong on the pages', () => {
    expect([manager, head].map(({ errors }) => errors)).toEqual([[], []]);
  });
});
