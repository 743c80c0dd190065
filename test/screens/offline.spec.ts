import type { Api, List } from '../support/api.js';
import { startApp, type RunningApp } from '../support/app.js';
import { phone, Screens, type Person } from '../support/people-at-screens.js';
import { until } from '../support/until.js';

/** What has been read can be read in a lift, and decided there. */
describe('without a connection', () => {
  let app: RunningApp;
  let screens: Screens;
  let manager: Api;
  let lawyer: Person;
  const contracts: { id: string; number: string; version: number }[] = [];
  const patience = 150_000;

  beforeAll(async () => {
    app = await startApp();
    screens = await Screens.open(app);
    manager = await app.api('manager');
    for (const subject of ['Pumps', 'Valves']) await send(subject);
    lawyer = await screens.person('lawyer', phone);
    // The app is made ready for it after a while, not while somebody waits for the desk.
    await lawyer.page.evaluate('navigator.serviceWorker.ready.then(() => undefined)');
    await lawyer.page.reload();
  }, patience);

  afterAll(async () => {
    await screens?.close();
    await app?.stop();
  }, 60_000);

  async function send(subject: string): Promise<void> {
    const fields = { name: `Client for ${subject}` };
    const client = await manager.post<{ id: string }>('/api/streams/clients/documents', { fields });
    const contract = await manager.post<{ id: string }>('/api/streams/contracts/documents', {
      fields: { client: client.id, kind: 'supply', subject, amount: { amount: '900.00', currency: 'EUR' } },
    });
    await manager.upload(`/api/documents/${contract.id}/files`, 'notes.txt', Buffer.from(`About ${subject}`), '');
    await manager.post(`/api/documents/${contract.id}/runs`, { route: 'sales/contract-approval' });
    contracts.push(await manager.get(`/api/documents/${contract.id}`));
  }

  const open = async (subject: string) => {
    await lawyer.page.getByRole('link', { name: new RegExp(subject) }).tap();
    await lawyer.page.getByRole('heading', { level: 1, name: subject }).waitFor();
    await lawyer.page.getByRole('button', { name: /notes\.txt/ }).waitFor();
  };

  it(
    'what was opened is read again, with its file, and says of when it is',
    async () => {
      const { page, context } = lawyer;
      for (const subject of ['Valves', 'Pumps']) {
        await open(subject);
        await page.getByRole('button', { name: /notes\.txt/ }).tap();
        await page.getByText(`About ${subject}`).waitFor();
        await page.getByRole('button', { name: 'Close' }).tap();
        await page.getByRole('button', { name: 'Back', exact: true }).tap();
      }
      await context.setOffline(true);
      await page.reload();
      await page.getByText(/No connection\. You are reading what was here/).waitFor();
      await open('Pumps');
      await page.getByRole('button', { name: /notes\.txt/ }).tap();
      await page.getByText('About Pumps').waitFor();
      await page.getByRole('button', { name: 'Close' }).tap();
      expect(await lawyer.violations()).toEqual([]);
      await lawyer.picture('offline-phone');
    },
    patience,
  );

  it(
    'decisions are kept and sent later; what has changed meanwhile is refused with an explanation',
    async () => {
      const { page, context } = lawyer;
      await page.getByRole('button', { name: 'Approve' }).tap();
      // The next one opens by itself.
      await page.getByRole('heading', { level: 1, name: 'Valves' }).waitFor();
      await page.getByRole('button', { name: 'Approve' }).tap();
      await page.getByText('2 decisions wait for a connection').waitFor();
      await page.getByRole('heading', { name: 'Your desk is clear' }).waitFor();
      const [, valves] = contracts;
      const fields = { amount: { amount: '950.00', currency: 'EUR' } };
      await manager.patch(`/api/documents/${valves?.id}`, { fields }, { 'if-match': `"v${valves?.version}"` });
      await context.setOffline(false);
      await until('the lawyer has approved the pumps', async () => {
        const { items } = await manager.get<List<{ outcome?: string }>>(
          `/api/assignments?document=${contracts[0]?.id}&state=closed`,
        );
        return items.some(({ outcome }) => outcome === 'approve');
      });
      await page.getByText(/The document was at version/).waitFor();
      const { items } = await manager.get<List<unknown>>(`/api/assignments?document=${valves?.id}&state=closed`);
      expect(items).toHaveLength(0);
    },
    patience,
  );

  it(
    'a push message leads to its assignment, and where the browser forbids messages this is said',
    async () => {
      const { page, context } = lawyer;
      await page.goto('/notifications');
      await page.getByRole('button', { name: 'Choose what you are told of' }).tap();
      await page.getByRole('switch', { name: 'Push messages on this device' }).tap({ force: true });
      await page.getByText('You have forbidden this site to show notifications.').waitFor();
      await context.grantPermissions(['notifications']);
      await push({ title: 'New assignment', body: 'K-1', tag: 'x', url: '/desk', language: 'en' });
      const shown = `navigator.serviceWorker.ready.then(async (registration) =>
        (await registration.getNotifications()).map(({ title, body }) => [title, body].join(' ')))`;
      await until('it is shown', async () => (await page.evaluate<string[]>(shown)).includes('New assignment K-1'));
      const [worker] = context.serviceWorkers();
      await worker?.evaluate(`(async () => {
        const [notification] = await self.registration.getNotifications();
        self.dispatchEvent(new NotificationEvent('notificationclick', { notification }));
      })()`);
      await page.waitForURL('**/desk**');
    },
    patience,
  );

  /** As the push service of the browser would bring it. */
  async function push(message: object): Promise<void> {
    const session = await lawyer.context.newCDPSession(lawyer.page);
    const known = new Promise<string>((resolve) => {
      session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
        const [registration] = registrations;
        if (registration) resolve(registration.registrationId);
      });
    });
    await session.send('ServiceWorker.enable');
    const data = JSON.stringify(message);
    const origin = new URL(lawyer.page.url()).origin;
    await session.send('ServiceWorker.deliverPushMessage', { origin, registrationId: await known, data });
  }

  it(
    'a new version is offered, and nothing of the person stays on the device after signing out',
    async () => {
      const { page } = lawyer;
      await page.evaluate(`
        document.querySelector('meta[name=build]').setAttribute('content', 'another');
        document.dispatchEvent(new Event('visibilitychange'));
      `);
      await page.getByText('A new version of Millrace is there.').waitFor();
      await page.getByRole('button', { name: 'Later' }).tap();
      const caches = () => page.evaluate<string[]>('caches.keys()');
      const kept = async () => (await caches()).filter((name) => !name.includes('shell'));
      expect((await kept()).sort()).toEqual(['millrace-person', expect.stringMatching(/^millrace-read-/)]);
      await page.getByRole('button', { name: /^Me:/ }).tap();
      await page.getByRole('menuitem', { name: 'Sign out' }).tap();
      await page.getByLabel('Login').waitFor();
      expect(await kept()).toEqual([]);
    },
    patience,
  );
});
