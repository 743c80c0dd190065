import type { Api } from '../support/api.js';
import { startApp, type RunningApp } from '../support/app.js';
import { desktop, phone, Screens, type Device, type Person } from '../support/people-at-screens.js';

interface Made {
  readonly id: string;
}

/** What a look at one screen has found that should not be there. */
interface Finding {
  readonly screen: string;
  readonly found: unknown;
}

/** English is what the looks below are in. */
const languages = ['ru', 'pl', 'lt'] as const;
const looks: readonly (readonly [string, Device])[] = [
  ['desktop', desktop],
  ['desktop, dark', { ...desktop, dark: true }],
  ['phone', phone],
];

/** Every screen, as wide as a desk and as narrow as a phone, light and dark, in every language: axe finds nothing, nothing runs out of the window, no error is told. */
describe('every screen', () => {
  let app: RunningApp;
  let screens: Screens;
  let admin: Api;
  let paths: string[] = [];
  const patience = 300_000;

  beforeAll(async () => {
    app = await startApp();
    admin = await app.api('admin');
    const manager = await app.api('manager');
    const register = (stream: string, fields: object) =>
      manager.post<Made>(`/api/streams/${stream}/documents`, { fields, responsible: 'manager' });
    const client = await register('clients', { name: 'Żółte Łódki Sp. z o.o.', industry: 'Energy' });
    await admin.post('/api/groups', { key: 'tender', name: 'Tender board', members: ['lawyer', 'manager2'] });
    const contract = await register('contracts', { client: client.id, subject: 'Pumps for a year', amount: '1500.00' });
    await register('works', { client: client.id, kind: 'call', subject: 'Ask about the pumps' });
    await manager.post(`/api/documents/${contract.id}/runs`, { route: 'sales/contract-approval' });
    await admin.post(`/api/documents/${contract.id}/assignments`, { performers: ['admin'], instruction: 'Look at it' });
    const reports = await admin.get<{ items: { key: string }[] }>('/api/reports');
    paths = [
      ...['/desk', '/registers', '/calendar', '/attention', '/reports', '/notifications', '/profile', '/nowhere'],
      ...['people', 'units', 'groups', 'calendars', 'access'].map((view) => `/organisation?view=${view}`),
      ...['stream', 'person'].map((by) => `/organisation?view=access&by=${by}`),
      ...['/registers/clients', '/registers/contracts?as=board', '/registers/works?as=calendar'],
      ...['/registers/clients/new', '/registers/contracts/new', `/documents/${client.id}`, `/documents/${contract.id}`],
      ...reports.items.map(({ key }) => `/reports/${key}`),
    ];
    screens = await Screens.open(app);
  }, 120_000);

  afterAll(async () => {
    await screens?.close();
    await app?.stop();
  }, 60_000);

  /** Looks at the screens one after another. */
  async function walk(person: Person, screenPaths: readonly string[], withAxe: boolean): Promise<Finding[]> {
    const found: Finding[] = [];
    for (const screen of screenPaths) {
      await person.page.goto(screen);
      await person.settled();
      const wide = await person.page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
      if (wide > 0) found.push({ screen, found: `runs ${wide} px out of the window` });
      if (withAxe) found.push(...(await person.violations()).map((violation) => ({ screen, found: violation })));
      found.push(...person.errors.splice(0).map((error) => ({ screen, found: error })));
    }
    return found;
  }

  it.each(looks)(
    'is clean for somebody at a %s',
    async (_, device) => {
      const person = await screens.person('admin', device);
      expect(await walk(person, paths, true)).toEqual([]);
      await person.close();
    },
    patience,
  );

  it.each(languages)(
    'fits on a phone in the language %s',
    async (language) => {
      const person = await screens.person('admin', phone);
      await admin.patch('/api/me', { language });
      try {
        expect(await walk(person, paths, false)).toEqual([]);
      } finally {
        await admin.patch('/api/me', { language: 'en' });
        await person.close();
      }
    },
    patience,
  );

  it(
    'shows a newcomer around, and offers that once',
    async () => {
      const person = await screens.person('admin', { ...desktop, fresh: true });
      const { page } = person;
      await page.getByRole('region', { name: 'Tour' }).getByRole('button', { name: 'Show me around' }).click();
      const guide = page.getByRole('dialog');
      const told: (string | null)[] = [];
      for (let last = false; !last;) {
        await person.settled();
        told.push(await guide.getByRole('heading').textContent());
        if (told.length === 1) {
          expect(await person.violations()).toEqual([]);
          await person.picture('tour');
        }
        last = (await guide.getByRole('button', { name: 'Next' }).count()) === 0;
        await page.keyboard.press('ArrowRight');
      }
      expect(told).toEqual([
        ...['Your desk', 'Answers', 'Something new', 'A call comes in', 'Registers', 'Search'],
        ...['Calendar', 'Reports', 'Attention', 'About you', 'Now play it through'],
      ]);
      await guide.waitFor({ state: 'detached' });
      await page.reload();
      await person.settled();
      expect(await page.getByRole('region', { name: 'Tour' }).count()).toBe(0);
      expect(person.errors).toEqual([]);
      await person.close();
    },
    patience,
  );

  it(
    'is clean for somebody from outside',
    async () => {
      for (const [, device] of looks) {
        const visitor = await screens.outsider(device);
        const outside = ['/sign-in', '/forgotten', '/new-password#none', '/first-run#none', '/f/order', '/d/none'];
        expect(await walk(visitor, outside, true)).toEqual([]);
        await visitor.close();
      }
    },
    patience,
  );
});
