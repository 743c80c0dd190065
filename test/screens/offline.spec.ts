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

  it(
    'a push message is answered by its buttons: at once, taken back, and with the reason asked in the app',
    async () => {
      const { page } = lawyer;
      await page.goto('/desk');
      for (const subject of ['Seals', 'Flanges']) await send(subject);
      const [seals, flanges] = contracts.slice(-2).map(({ id }) => id) as [string, string];
      const messageAbout = async (document: string) => {
        const { items } = await manager.get<List<{ id: string }>>(`/api/assignments?document=${document}`);
        const id = items[0].id;
        const { version } = await manager.get<{ version: number }>(`/api/documents/${document}`);
        const choices = [
          { outcome: 'approve', label: 'Approve', asks: false },
          { outcome: 'reject', label: 'Send back', asks: true },
        ];
        const answers = { assignment: id, documentVersion: version, choices };
        await push({
          title: 'New assignment',
          body: document,
          tag: id,
          url: `/desk?assignment=${id}`,
          language: 'en',
          answers,
        });
        return id;
      };
      const first = await messageAbout(seals);
      await until('its buttons are shown', async () => (await shownOf(first)) === 'New assignment: Approve, Send back');
      await tapNotification(first, 'answer-0');
      await until('it says what was decided', async () => (await shownOf(first)) === 'Decided: Approve: Take back');
      const decided = `/api/assignments?document=${seals}&state=closed`;
      const outcomes = async () =>
        (await manager.get<List<{ outcome: string }>>(decided)).items.map((item) => item.outcome);
      expect(await outcomes()).toEqual(['approve']);
      await tapNotification(first, 'take-back');
      await until('it is taken back', async () => (await shownOf(first)) === `${seals}: Open`);
      const open = await manager.get<List<{ performer: { login: string } }>>(
        `/api/assignments?document=${seals}&state=open`,
      );
      expect(open.items.map(({ performer }) => performer.login)).toEqual(['lawyer']);

      const second = await messageAbout(flanges);
      await until('the other is shown', async () => (await shownOf(second)) !== undefined);
      await tapNotification(second, 'answer-1');
      const reason = page.getByRole('textbox', { name: 'Reason for: Send back' });
      await reason.waitFor();
      await until('it is focused', () => reason.evaluate((box) => box === box.ownerDocument.activeElement));
      await page.getByRole('button', { name: 'Cancel' }).tap();
      await page.getByRole('button', { name: 'Approve' }).waitFor();
      expect(new URL(page.url()).search).toBe(`?assignment=${second}`);

      // What was told of is not what is there now: it is refused in words.
      const third = await messageAbout(flanges);
      await manager.patch(
        `/api/documents/${flanges}`,
        { fields: { subject: 'Other flanges' } },
        await versionOf(flanges),
      );
      await tapNotification(third, 'answer-0');
      await until('it says why not', async () => (await shownOf(third)) === 'Not decided yet: Open');
    },
    patience,
  );

  const versionOf = async (id: string) => {
    const { version } = await manager.get<{ version: number }>(`/api/documents/${id}`);
    return { 'if-match': `"v${version}"` };
  };

  /** `title: the buttons` of the notification with a tag. */
  const shownOf = (tag: string) =>
    lawyer.page.evaluate<string | undefined>(`navigator.serviceWorker.ready.then(async (registration) => {
      const [shown] = await registration.getNotifications({ tag: '${tag}' });
      return shown && shown.title + ': ' + shown.actions.map(({ title }) => title).join(', ');
    })`);

  async function tapNotification(tag: string, action: string): Promise<void> {
    const [worker] = lawyer.context.serviceWorkers();
    await worker?.evaluate(`(async () => {
      const [notification] = await self.registration.getNotifications({ tag: '${tag}' });
      self.dispatchEvent(new NotificationEvent('notificationclick', { notification, action: '${action}' }));
    })()`);
  }

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
