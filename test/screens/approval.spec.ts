import type { Api, List } from '../support/api.js';
import { startApp, type RunningApp } from '../support/app.js';
import { desktop, phone, Screens, type Person } from '../support/people-at-screens.js';
import { until } from '../support/until.js';

/** A7: a contract is approved by people at four screens, two of them phones. */
describe('approving a contract', () => {
  let app: RunningApp;
  let screens: Screens;
  let manager: Api;
  let lawyer: Person;
  let cfo: Person;
  const people: Person[] = [];
  const subject = 'Pumps for the district heating plant';

  beforeAll(async () => {
    app = await startApp();
    screens = await Screens.open(app);
    manager = await app.api('manager');
    lawyer = await screens.person('lawyer', desktop);
    cfo = await screens.person('cfo', phone);
    people.push(lawyer, cfo);
  }, 90_000);

  afterAll(async () => {
    await screens?.close();
    await app?.stop();
  }, 60_000);

  /** Loading pages takes its time on a busy machine. */
  const patience = 150_000;

  /** A contract on its way, of an amount that the CEO need not see. */
  async function send(amount: string): Promise<{ id: string; number: string }> {
    const client = await manager.post<{ id: string }>('/api/streams/clients/documents', {
      fields: { name: `Client of ${amount}` },
    });
    const contract = await manager.post<{ id: string; number: string }>('/api/streams/contracts/documents', {
      fields: { client: client.id, kind: 'supply', subject, amount: { amount, currency: 'EUR' } },
    });
    await manager.post(`/api/documents/${contract.id}/runs`, { route: 'sales/contract-approval' });
    return contract;
  }

  it(
    'says that the desk is clear, then shows what is issued without being asked',
    async () => {
      await lawyer.page.getByRole('heading', { name: 'Your desk is clear' }).waitFor();
      const { number } = await send('10500.00');
      await lawyer.page.getByRole('link', { name: new RegExp(number) }).waitFor();
      await lawyer.page.getByRole('heading', { level: 1, name: subject }).waitFor();
      expect(await lawyer.violations()).toEqual([]);
      await lawyer.picture('desk');
    },
    patience,
  );

  it(
    'is on the desk also when it was issued before the desk could hear of it',
    async () => {
      const ceo = await screens.person('ceo', desktop);
      const { page } = ceo;
      people.push(ceo);
      let release = (): void => undefined;
      const released = new Promise<void>((resolve) => (release = resolve));
      await page.route('**/api/events*', async (route) => {
        await released;
        await route.continue();
      });
      await page.reload();
      await page.getByRole('heading', { name: 'Your desk is clear' }).waitFor();
      const asked = { performers: ['ceo'], instruction: 'Call the supplier back' };
      const client = await manager.post<{ id: string }>('/api/streams/clients/documents', { fields: { name: 'Late' } });
      await manager.post(`/api/documents/${client.id}/assignments`, asked);
      release();
      await page.getByRole('link', { name: /Call the supplier back/ }).waitFor();
    },
    patience,
  );

  it(
    'is approved with one key, and can be taken back until the next person has opened it',
    async () => {
      await lawyer.page.keyboard.press('a');
      await lawyer.page.getByText('Approve', { exact: false }).first().waitFor();
      await lawyer.page.getByRole('button', { name: 'Undo' }).click();
      await lawyer.page.getByText('Taken back; it is on your desk again.').waitFor();
      await lawyer.page.getByRole('heading', { level: 1, name: subject }).waitFor();
      await lawyer.page.keyboard.press('a');
      await lawyer.page.getByRole('heading', { name: 'Your desk is clear' }).waitFor();
    },
    patience,
  );

  it(
    'goes back from a phone with a reason, which is asked for',
    async () => {
      await cfo.page.getByRole('link', { name: new RegExp(subject) }).tap();
      await cfo.page.getByRole('heading', { level: 1, name: subject }).waitFor();
      expect(await cfo.violations()).toEqual([]);
      await cfo.picture('desk-phone');
      await cfo.page.getByRole('button', { name: 'Send back' }).tap();
      const send = cfo.page.getByRole('button', { name: 'Send back' });
      expect(await send.isDisabled()).toBe(true);
      await cfo.page.getByLabel(/Reason for/).fill('The advance must be 30 %.');
      await send.tap();
      await cfo.page.getByRole('heading', { name: 'Your desk is clear' }).waitFor();
      // The desk shows it before the server has answered.
      await until('it is back with the manager', async () => {
        const { items } = await manager.get<List<{ document: { title: string } }>>('/api/assignments?mine=true');
        return items.some(({ document }) => document.title.includes(subject));
      });
    },
    patience,
  );

  it('nothing went wrong on the pages', () => {
    expect(people.map(({ errors }) => errors)).toEqual(people.map(() => []));
  });
});
