import type { Api, List } from '../support/api.js';
import { startApp, type RunningApp } from '../support/app.js';
import { desktop, phone, Screens, type Person } from '../support/people-at-screens.js';
import { tellStory } from '../support/tell-story.js';
import { until } from '../support/until.js';

/** A1 to A9 and A11 as people live them: four at their own screens, two of them with a phone in the hand, and a visitor. */
describe('from a web form to a contract in execution, at screens', () => {
  let app: RunningApp;
  let screens: Screens;
  let admin: Api;
  let manager: Person;
  let lawyer: Person;
  let secretary: Person;
  let cfo: Person;
  let ceo: Person;
  const people: Person[] = [];
  const step = tellStory(people);
  const company = 'Saulės siurbliai';
  const subject = 'Delivery and installation of pumps';

  beforeAll(async () => {
    app = await startApp();
    admin = await app.api('admin');
    screens = await Screens.open(app);
  }, 150_000);

  afterAll(async () => {
    await screens?.close();
    await app?.stop();
  }, 60_000);

  /** Somebody comes to the office, or takes out the phone. */
  async function come(login: string, device = desktop): Promise<Person> {
    const person = await screens.person(login, device);
    people.push(person);
    return person;
  }

  /** Opens the step from the desk, where it comes by itself, and gives the answer. */
  async function answer({ page }: Person, step: string, choice: string, reason?: string): Promise<void> {
    if (!page.url().includes('/desk')) await page.getByRole('link', { name: 'Desk' }).first().click();
    const item = page.getByRole('main').getByRole('link', { name: new RegExp(step) });
    await item.first().click();
    await page.getByRole('article').getByText(step).first().waitFor();
    await page.getByRole('button', { name: choice, exact: true }).click();
    if (reason !== undefined) {
      await page.getByLabel(/Reason for/).fill(reason);
      await page.getByRole('button', { name: choice, exact: true }).click();
    }
    await item.first().waitFor({ state: 'detached' });
  }

  /** The manager looks the client up in the register. */
  async function openClient(): Promise<void> {
    const { page } = manager;
    await page.getByRole('link', { name: 'Clients' }).click();
    await page
      .getByRole('row', { name: new RegExp(company) })
      .getByRole('link')
      .first()
      .click();
    await page.getByRole('heading', { level: 1, name: new RegExp(company) }).waitFor();
  }

  const statusOf = async (stream: string, title: string): Promise<string | undefined> => {
    const { items } = await admin.get<List<{ title: string; status: string }>>(`/api/streams/${stream}/documents`);
    return items.find((one) => one.title.includes(title))?.status;
  };

  step(
    'A1, A2: what a visitor writes is on the desk of the manager at once, with what is wanted and by when',
    async () => {
      manager = await come('manager');
      const visitor = await screens.visitor(phone);
      await visitor.goto('/f/order?lang=en');
      await visitor.getByLabel(/Company/).fill(company);
      await visitor.getByLabel(/Contact/).fill('Ona Petraitė');
      await visitor.getByLabel(/Phone/).fill('+370 612 34567');
      await visitor.getByLabel(/E-mail/).fill('ona@saule.test');
      await visitor.getByLabel(/Tax number/).fill('110053842');
      // Whoever is quicker is taken for a program.
      await visitor.waitForTimeout(1600);
      await visitor.getByRole('button', { name: 'Send' }).click();
      await visitor.getByText(/registered under the number R-\d+-00001/).waitFor();
      await visitor.close();
      await manager.page.getByRole('heading', { level: 1, name: new RegExp(company) }).waitFor();
      await manager.page.getByRole('region', { name: 'What is wanted' }).getByRole('button').first().click();
      await manager.page.getByText(/4 working hours/).waitFor();
      await manager.page.keyboard.press('Escape');
      expect(await manager.violations()).toEqual([]);
      await manager.picture('desk-request');
    },
  );

  step('A4: taken on with one key, the request becomes a client', async () => {
    const { page } = manager;
    await page.keyboard.press('a');
    await page.getByRole('heading', { name: 'Your desk is clear' }).waitFor();
    await until('the client is there', async () => (await statusOf('clients', company)) !== undefined);
    await openClient();
    await page.getByRole('heading', { level: 1, name: new RegExp(company) }).waitFor();
    await page.getByRole('heading', { name: 'In the round' }).waitFor();
  });

  step('A3: a retail order is sold over four desks, from the stock to the signed papers', async () => {
    const client = { name: 'Retail shop', email: 'shop@retail.test', terms: 'retail' };
    await admin.post('/api/streams/clients/documents', { fields: client });
    const items = [{ name: 'Pump', quantity: '1', price: { amount: '300.00', currency: 'EUR' } }];
    await admin.post('/api/forms/order', { company: client.name, email: client.email, kind: 'order', items });
    const warehouse = await come('warehouse', phone);
    const accountant = await come('accountant');
    await answer(warehouse, 'Check the stock', 'In stock');
    await answer(manager, 'Check the payment', 'Done');
    await answer(accountant, 'Prepare the shipping papers', 'Done');
    await answer(warehouse, 'Ship the order', 'Done');
    await answer(manager, 'Collect the signed papers', 'Done');
    await until('the order is done', async () => (await statusOf('requests', client.name)) === 'done');
  });

  step('A5: a work is planned from the client, whose name is filled in', async () => {
    const { page } = manager;
    await openClient();
    await page.getByRole('link', { name: 'New: Work' }).click();
    await page.getByRole('heading', { level: 1, name: 'New: Work' }).waitFor();
    await until('the name is filled in', async () => {
      return (await page.getByRole('combobox', { name: 'Client' }).inputValue()) === company;
    });
    await page.getByLabel('Subject').fill('First meeting at the plant');
    await page.getByRole('button', { name: 'Register' }).click();
    await page.getByRole('heading', { level: 1, name: 'First meeting at the plant' }).waitFor();
    await page
      .getByRole('link', { name: new RegExp(company) })
      .first()
      .click();
    await page.getByRole('list', { name: 'Works' }).getByText('First meeting at the plant').waitFor();
  });

  step('A6: a contract is made from the client, with a draft that can be read in place', async () => {
    const { page } = manager;
    await page.getByRole('link', { name: 'New: Contract' }).click();
    await page.getByRole('heading', { level: 1, name: 'New: Contract' }).waitFor();
    await page.getByLabel('Subject').fill(subject);
    await page.getByLabel('Amount', { exact: true }).first().fill('1250000');
    expect(await manager.violations()).toEqual([]);
    await manager.picture('register-contract');
    await page.getByRole('button', { name: 'Register' }).click();
    await page.getByRole('heading', { level: 1, name: subject }).waitFor();
    await page
      .locator('input[type=file]')
      .first()
      .setInputFiles({
        name: 'draft.txt',
        mimeType: 'text/plain',
        buffer: Buffer.from('Draft of the contract: two pumps of 5 kW.'),
      });
    await page
      .getByRole('button', { name: /draft\.txt/ })
      .first()
      .click();
    await page.getByText('two pumps of 5 kW').waitFor();
    await page.keyboard.press('Escape');
  });

  step(
    'A7: the contract is sent along its route, comes back with a reason, and is approved in the second round, also from phones',
    async () => {
      const { page } = manager;
      await page.getByRole('button', { name: 'Actions' }).click();
      await page.getByRole('menuitem', { name: 'Start a route' }).click();
      await page.getByRole('radio', { name: /Contract approval/ }).click();
      await page.getByRole('button', { name: 'Start', exact: true }).click();
      await page.getByRole('complementary').getByText('Legal approval').first().waitFor();
      await manager.picture('document-on-its-way');
      lawyer = await come('lawyer');
      cfo = await come('cfo', phone);
      await answer(lawyer, 'Legal approval', 'Approve');
      await answer(cfo, 'Financial approval', 'Send back', 'The advance must be 30 %.');
      await answer(manager, 'Revise and submit again', 'Done');
      await answer(lawyer, 'Legal approval', 'Approve');
      await answer(cfo, 'Financial approval', 'Approve');
      // Only of an amount like this does the CEO hear at all.
      ceo = await come('ceo', phone);
      await answer(ceo, 'Approval of the CEO', 'Approve');
      await until('it is to be signed', async () => (await statusOf('contracts', subject)) === 'signing');
    },
  );

  step('A8: invoice and signing go on side by side; the scan is sent, the contract is carried out', async () => {
    secretary = await come('secretary');
    const { page } = secretary;
    await page.getByRole('article').getByRole('link', { name: 'Open' }).first().click();
    await page.getByRole('heading', { level: 1, name: subject }).waitFor();
    await secretary.picture('desk-signing');
    await page
      .locator('input[type=file]')
      .first()
      .setInputFiles({
        name: 'signed.pdf',
        mimeType: 'application/pdf',
        buffer: Buffer.from('%PDF-1.4\n%%EOF\n'),
      });
    await page
      .getByRole('button', { name: /signed\.pdf/ })
      .first()
      .waitFor();
    await answer(secretary, 'Print the contract', 'Done');
    await answer(manager, 'Prepare the invoice', 'Done');
    await answer(manager, 'Mail the scans', 'Done');
    await answer(secretary, 'Send the originals by courier', 'Done');
    await answer(manager, 'Signed by the client and paid', 'Done');
    await until('it is carried out', async () => (await statusOf('contracts', subject)) === 'execution');
  });

  step('A9: everything about the client is in one place', async () => {
    const { page } = manager;
    await openClient();
    await page.getByRole('heading', { name: 'In the round' }).waitFor();
    await page.getByRole('list', { name: 'Contracts' }).getByText('Execution').waitFor();
    await page
      .getByRole('list', { name: 'Requests' })
      .getByText(/R-\d+-00001/)
      .waitFor();
    await page.getByRole('list', { name: 'Works' }).getByText('First meeting at the plant').waitFor();
    await page.getByText('draft.txt').first().waitFor();
    expect(await manager.violations()).toEqual([]);
    await manager.picture('client-in-the-round');
  });

  step('A11: anybody sends a document to people of their choice, without an administrator', async () => {
    const { page } = manager;
    await page.getByRole('button', { name: 'Actions' }).click();
    await page.getByRole('menuitem', { name: 'Send to people' }).click();
    await page.getByRole('combobox', { name: 'To whom' }).fill('Katarzyna');
    await page.getByRole('option', { name: /Katarzyna Wiśniewska/ }).click();
    await page.getByLabel('What they are to do').fill('Say whether this client owes us anything.');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByText('Sent to 1 person').waitFor();
    await lawyer.page.getByText('Say whether this client owes us anything.').first().waitFor();
    await lawyer.picture('desk-individual');
  });

  it('nothing went wrong on the pages', () => {
    expect(people.map(({ errors }) => errors)).toEqual(people.map(() => []));
  });
});
