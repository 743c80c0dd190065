import { readFile } from 'node:fs/promises';
import exceljs from 'exceljs';
import type { Locator } from 'playwright-core';
import type { Api } from '../support/api.js';
import { startApp, type RunningApp } from '../support/app.js';
import { desktop, Screens, type Person } from '../support/people-at-screens.js';
import { until } from '../support/until.js';

interface Made {
  readonly id: string;
  readonly number: string;
}

/** A4, A10, E6: the head of sales moves deals on the board, hands clients out, takes lists away and reads a report. */
describe('registers and reports on screen', () => {
  let app: RunningApp;
  let screens: Screens;
  let head: Person;
  let manager: Api;
  let free: Made;
  let onRoute: Made;
  const patience = 150_000;

  beforeAll(async () => {
    app = await startApp();
    manager = await app.api('manager');
    for (const [name, industry] of [
      ['Alpha pumps', 'Energy'],
      ['Beta heating', 'Energy'],
      ['Gamma foods', 'Food'],
    ])
      await manager.post('/api/streams/clients/documents', { fields: { name, industry }, responsible: 'manager' });
    const client = await manager.post<Made>('/api/streams/clients/documents', { fields: { name: 'Delta works' } });
    const contract = (subject: string) =>
      manager.post<Made>('/api/streams/contracts/documents', {
        ...{ fields: { client: client.id, subject, amount: '1500.00' }, responsible: 'manager' },
      });
    free = await contract('Free to move');
    onRoute = await contract('Carried by its route');
    await manager.post(`/api/documents/${onRoute.id}/runs`, { route: 'sales/contract-approval' });
    screens = await Screens.open(app);
    head = await screens.person('head', desktop);
  }, 120_000);

  afterAll(async () => {
    await screens?.close();
    await app?.stop();
  }, 60_000);

  const lane = (name: string) => head.page.getByRole('region', { name: new RegExp(`^${name}: `) });
  const card = (title: string) => head.page.getByRole('listitem').filter({ hasText: title });

  async function drag(from: Locator, to: Locator): Promise<void> {
    const [start, end] = [await from.boundingBox(), await to.boundingBox()];
    if (!start || !end) throw new Error('Nothing to drag, or nowhere to drag it to.');
    const { mouse } = head.page;
    await mouse.move(start.x + 40, start.y + start.height - 12);
    await mouse.down();
    await mouse.move(start.x + 60, start.y + start.height, { steps: 4 });
    await mouse.move(end.x + end.width / 2, end.y + 160, { steps: 8 });
    await mouse.up();
  }

  it(
    'moves a deal on the board, and puts back with the reason what its route carries',
    async () => {
      const { page } = head;
      await page.goto('/registers/contracts?as=board');
      await lane('Draft').getByText('Free to move').waitFor();
      await drag(card('Free to move'), lane('Signing'));
      await lane('Signing').getByText('Free to move').waitFor();
      await page.getByText(`${free.number}: now “Signing”`).waitFor();
      await drag(card('Carried by its route'), lane('Execution'));
      await page.getByText(`${onRoute.number} cannot be moved to “Execution”`).waitFor();
      await page.getByText(/sets the status of this document\. It waits for/).waitFor();
      await lane('Approval').getByText('Carried by its route').waitFor();
      expect(await head.violations()).toEqual([]);
      await head.picture('board');
    },
    patience,
  );

  it(
    'carries a card by keys alone',
    async () => {
      await head.page.getByRole('button', { name: `Carry ${free.number}` }).focus();
      for (const key of ['Space', 'ArrowRight', 'Space']) {
        await head.page.keyboard.press(key);
        // The library takes a moment to take, to measure and to put down.
        await head.page.waitForTimeout(250);
      }
      await lane('Execution').getByText('Free to move').waitFor();
      await until('it is in execution', async () => {
        const { status } = await manager.get<{ status: string }>(`/api/documents/${free.id}`);
        return status === 'execution';
      });
    },
    patience,
  );

  it(
    'hands many clients to another manager at once, and takes the list away as a sheet',
    async () => {
      const { page } = head;
      await page.goto('/registers/clients');
      await page.getByRole('checkbox', { name: 'Mark all that match' }).check();
      await page.getByRole('button', { name: 'Give to…' }).click();
      await page.getByLabel('To whom').fill('Sokolov');
      await page.getByRole('option', { name: /Sokolov/ }).click();
      await page.getByRole('button', { name: /^Give to .*Sokolov/ }).click();
      await page.getByText('4 documents done.').waitFor();
      expect(await head.violations()).toEqual([]);
      await page.getByRole('button', { name: 'Close' }).click();
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: 'Export to Excel' }).click(),
      ]);
      expect(download.suggestedFilename()).toBe('clients.xlsx');
      const book = new exceljs.Workbook();
      await book.xlsx.load((await readFile(await download.path())) as unknown as ArrayBuffer);
      const text = JSON.stringify(book.worksheets[0]?.getSheetValues());
      expect(text).toContain('Alpha pumps');
      expect(text).toContain('Dmitri Sokolov');
    },
    patience,
  );

  it(
    'leads from a figure of a report to the documents behind it',
    async () => {
      const { page } = head;
      await page.goto('/reports');
      await page.getByRole('link', { name: /Clients by industry/ }).click();
      const row = page.getByRole('row', { name: /^Energy/ });
      await row.waitFor();
      expect(await head.violations()).toEqual([]);
      await head.picture('report');
      await row.getByRole('link', { name: '2' }).last().click();
      await page.getByText('2 documents').waitFor();
      await page.getByRole('row', { name: /Beta heating/ }).waitFor();
      await page.goBack();
      await page.getByRole('heading', { level: 1, name: 'Clients by industry' }).waitFor();
    },
    patience,
  );

  it('nothing went wrong on the pages', () => {
    expect(head.errors).toEqual([]);
  });
});
