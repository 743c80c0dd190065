import type { Api } from '../support/api.js';
import { startApp, type RunningApp } from '../support/app.js';
import { desktop, phone, Screens, type Person } from '../support/people-at-screens.js';

/** A6, A7 and A9: a contract on its screen, from its paper to its way, and the client that it is of. */
describe('a document on the screen', () => {
  let app: RunningApp;
  let screens: Screens;
  let manager: Api;
  let seller: Person;
  let ceo: Person;
  let client: { id: string };
  let contract: { id: string; number: string };
  const subject = 'Pumps for the district heating plant';

  beforeAll(async () => {
    app = await startApp();
    screens = await Screens.open(app);
    manager = await app.api('manager');
    client = await manager.post('/api/streams/clients/documents', { fields: { name: 'Heating of the district' } });
    contract = await manager.post('/api/streams/contracts/documents', {
      fields: { client: client.id, kind: 'supply', subject, amount: { amount: '10500.00', currency: 'EUR' } },
    });
    seller = await screens.person('manager', desktop);
    ceo = await screens.person('ceo', phone);
  }, 90_000);

  afterAll(async () => {
    await screens?.close();
    await app?.stop();
  }, 60_000);

  /** Loading pages takes its time on a busy machine. */
  const patience = 150_000;
  const act = async (name: string) => {
    await seller.page.getByRole('button', { name: 'Actions' }).click();
    await seller.page.getByRole('menuitem', { name }).click();
  };

  it(
    'has its paper generated, which lies among its files then',
    async () => {
      await seller.page.goto(`/documents/${contract.id}`);
      await seller.page.getByRole('heading', { level: 1, name: subject }).waitFor();
      await act('Generate papers');
      await seller.page.getByRole('button', { name: `Generate: Contract ${contract.number}` }).click();
      await seller.page.getByRole('button', { name: 'Open and print' }).waitFor();
      expect(await seller.violations()).toEqual([]);
      await seller.page.keyboard.press('Escape');
      await seller.page
        .getByRole('region', { name: 'Files', exact: true })
        .getByText(`Contract ${contract.number}.pdf`)
        .waitFor();
    },
    patience,
  );

  it(
    'is sent along its route, whose drawing shows the lawyer at once',
    async () => {
      await act('Start a route');
      await seller.page.getByRole('radio', { name: 'Contract approval' }).waitFor();
      await seller.page.getByRole('button', { name: 'Start', exact: true }).click();
      const drawing = seller.page.getByRole('group', { name: 'Drawing of the route Contract approval' });
      await drawing.getByText('Katarzyna Wiśniewska').waitFor();
      const way = seller.page.getByRole('region', { name: 'Way of the document' });
      await way.getByText('Legal approval').waitFor();
      expect(await way.locator('[aria-current=step]').innerText()).toContain('Katarzyna Wiśniewska');
      expect(await way.innerText()).toContain('Financial approval');
      expect(await seller.violations()).toEqual([]);
      await seller.picture('document');
    },
    patience,
  );

  it(
    'stands with the client, in the round, on the phone of the director',
    async () => {
      await ceo.page.goto(`/documents/${client.id}`);
      const round = ceo.page.getByRole('region', { name: 'In the round' });
      await round.getByRole('link', { name: subject }).waitFor();
      expect(await round.innerText()).toContain('Approval');
      expect(await round.getByRole('link', { name: `Contract ${contract.number}.pdf` }).count()).toBe(1);
      expect(await ceo.violations()).toEqual([]);
      await ceo.picture('client-phone');
    },
    patience,
  );

  it('nothing went wrong on the pages', () => {
    expect([seller.errors, ceo.errors]).toEqual([[], []]);
  });
});
