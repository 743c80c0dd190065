import type { Api } from '../support/api.js';
import { startApp, type RunningApp } from '../support/app.js';
import { desktop, phone, Screens, type Person } from '../support/people-at-screens.js';

/** B1: a clerk takes a call with the keyboard alone, two of a unit see it at once, one takes it on. */
describe('an incoming call at screens', () => {
  let app: RunningApp;
  let screens: Screens;
  let clerk: Person;
  let manager: Person;
  let manager2: Person;
  let api: Api;
  const matter = 'The pump in the boiler house has stopped';
  /** Loading pages takes its time on a busy machine. */
  const patience = 150_000;

  beforeAll(async () => {
    app = await startApp();
    api = await app.api('clerk');
    await api.post('/api/streams/clients/documents', {
      fields: { name: 'Nordic Pumps', phone: '+37061234567', contacts: [{ name: 'Jonas', phone: '+37069999999' }] },
    });
    screens = await Screens.open(app);
    clerk = await screens.person('clerk', desktop);
    manager = await screens.person('manager', desktop);
    manager2 = await screens.person('manager2', phone);
  }, 150_000);

  afterAll(async () => {
    await screens?.close();
    await app?.stop();
  }, 60_000);

  it(
    'is written down with the keyboard; what was typed survives closing',
    async () => {
      const { page } = clerk;
      await page.keyboard.press('F8');
      const dialog = page.getByRole('dialog', { name: 'Incoming call' });
      await dialog.getByLabel('Phone or client').waitFor();
      await page.keyboard.type('8 699 99999');
      await page.getByRole('option', { name: /Nordic Pumps/ }).waitFor();
      // The one client with this number is taken when the box is left.
      await page.keyboard.press('Tab');
      await dialog.getByText('There were no calls before.').waitFor();
      expect(await dialog.getByLabel('Phone', { exact: true }).inputValue()).toBe('8 699 99999');
      expect(await dialog.getByLabel('Who calls').inputValue()).toBe('Jonas');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Tab');
      await page.keyboard.type(matter);
      expect(await clerk.violations()).toEqual([]);
      await clerk.picture('call');
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'hidden' });
      await page.keyboard.press('F8');
      expect(await dialog.getByLabel('What it is about').inputValue()).toBe(matter);
      await dialog.getByLabel('What it is about').focus();
      // Finance, Legal, Office, Sales.
      for (let unit = 0; unit < 4; unit++) await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await page.getByText(/R-\d+-\d+ is with Sales: Anna Kowalska, Dmitri Sokolov, Jonas Kazlauskas/).waitFor();
      await dialog.waitFor({ state: 'hidden' });
    },
    patience,
  );

  it(
    'is on both desks without asking; one takes it on, it leaves the other, and ends with a comment',
    async () => {
      const task = /Take on the call|pump in the boiler house/;
      await manager2.page.getByRole('link', { name: task }).first().waitFor();
      await manager2.picture('call-desk-phone');
      await manager.page.getByRole('button', { name: 'Take on' }).click();
      await manager2.page.getByRole('heading', { name: 'Your desk is clear' }).waitFor();
      await manager.page.getByRole('button', { name: 'Comment' }).click();
      await manager.page.getByLabel('Your comment').fill('A mechanic comes on Thursday.');
      await manager.page.getByRole('button', { name: 'Settled' }).click();
      await manager.page.getByRole('heading', { name: 'Your desk is clear' }).waitFor();
    },
    patience,
  );

  it(
    'is beside the next one of the same client; a client who is not there yet is registered with the call',
    async () => {
      const { page } = clerk;
      await page.getByRole('button', { name: 'Incoming call' }).click();
      const dialog = page.getByRole('dialog', { name: 'Incoming call' });
      await dialog.getByLabel('Phone or client').fill('Nordic');
      await page.getByRole('option', { name: /Nordic Pumps/ }).click();
      await dialog.getByText('A mechanic comes on Thursday.').waitFor();
      await dialog.getByRole('button', { name: 'Clear and begin anew' }).click();

      await dialog.getByLabel('Phone or client').fill('Southern Fans');
      await page.getByRole('option', { name: 'New client: Southern Fans' }).click();
      await dialog.getByLabel('Phone', { exact: true }).fill('12');
      await dialog.getByRole('button', { name: /^Legal/ }).click();
      await dialog.getByText('Write in a few words what the call is about.').waitFor();
      await dialog.getByLabel('What it is about').fill('Terms');
      await dialog.getByRole('button', { name: /^Legal/ }).click();
      // The number is no number: nothing was registered, and it says so beside the box.
      await dialog
        .getByText(/number/i)
        .last()
        .waitFor();
      await dialog.getByLabel('Phone', { exact: true }).fill('+48 22 123 45 67');
      await dialog.getByRole('button', { name: /^Legal/ }).click();
      await page.getByText(/is with Legal: Katarzyna/).waitFor();
      const { items } = await api.get<{ items: { fields: object }[] }>('/api/streams/clients/documents?q=Southern');
      expect(items.map(({ fields }) => fields)).toMatchObject([{ name: 'Southern Fans', phone: '+48221234567' }]);
    },
    patience,
  );

  it('nothing went wrong on the pages', () => {
    expect([clerk, manager, manager2].map(({ errors }) => errors)).toEqual([[], [], []]);
  });
});
