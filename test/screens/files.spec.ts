import exceljs from 'exceljs';
import type { Api } from '../support/api.js';
import { startApp, type RunningApp } from '../support/app.js';
import { desktop, phone, Screens, type Person } from '../support/people-at-screens.js';

/** A6: files are attached, and read where one is. */
describe('the files of a contract', () => {
  let app: RunningApp;
  let screens: Screens;
  let manager: Api;
  let author: Person;
  let lawyer: Person;
  let contract: { id: string; number: string };
  const patience = 150_000;

  beforeAll(async () => {
    app = await startApp();
    screens = await Screens.open(app);
    manager = await app.api('manager');
    const fields = { name: 'Client with files' };
    const client = await manager.post<{ id: string }>('/api/streams/clients/documents', { fields });
    contract = await manager.post('/api/streams/contracts/documents', {
      fields: { client: client.id, kind: 'supply', subject: 'Pumps', amount: { amount: '900.00', currency: 'EUR' } },
    });
    await manager.post(`/api/documents/${contract.id}/generate`, { template: 'sales/contract' });
    author = await screens.person('manager', desktop);
    lawyer = await screens.person('lawyer', phone);
  }, patience);

  afterAll(async () => {
    await screens?.close();
    await app?.stop();
  }, 60_000);

  it(
    'are chosen, and sent again by themselves when the connection was lost',
    async () => {
      const { page, context } = author;
      await page.goto(`/documents/${contract.id}`);
      const choose = page.getByRole('button', { name: 'Add files' });
      await choose.waitFor();
      await context.setOffline(true);
      const [chooser] = await Promise.all([page.waitForEvent('filechooser'), choose.click()]);
      await chooser.setFiles({ name: 'prices.xlsx', mimeType: 'application/octet-stream', buffer: await priceList() });
      await page.getByText('The connection was lost.').waitFor();
      await context.setOffline(false);
      await page.getByRole('button', { name: /prices\.xlsx/ }).waitFor();
    },
    patience,
  );

  it(
    'are read in place: a PDF with its text searched, then a workbook, by keys alone',
    async () => {
      const { page } = author;
      await page.getByRole('button', { name: /Contract .*\.pdf/ }).click();
      await page.getByText('1 of 2', { exact: true }).last().waitFor();
      await page.locator('.textLayer').getByText('Duties of the parties').waitFor();
      expect(await author.violations()).toEqual([]);
      await page.keyboard.press('Control+f');
      await page.keyboard.type('supplier');
      await page
        .getByRole('status')
        .filter({ hasText: /^1 of \d+$/ })
        .waitFor();
      await page.keyboard.press('Escape');
      await page.keyboard.press('ArrowRight');
      await page.getByRole('tab', { name: 'Prices' }).waitFor();
      await page.getByRole('cell', { name: '1 234.50' }).first().waitFor();
      await page.getByText('Only the first 500 rows are shown.').waitFor();
      expect(await author.violations()).toEqual([]);
      await author.picture('file-sheets');
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
    },
    patience,
  );

  it(
    'are read on a phone over the whole screen, before it is decided',
    async () => {
      await manager.post(`/api/documents/${contract.id}/runs`, { route: 'sales/contract-approval' });
      const { page } = lawyer;
      await page.getByRole('link', { name: new RegExp(contract.number) }).tap();
      await page.getByRole('button', { name: /Contract .*\.pdf/ }).tap();
      await page.getByRole('dialog').waitFor();
      await page.getByText('1 of 2', { exact: true }).last().waitFor();
      expect(await lawyer.violations()).toEqual([]);
      await lawyer.picture('file-phone');
      await page.getByRole('button', { name: 'Close' }).tap();
      await page.getByRole('button', { name: 'Approve' }).waitFor();
    },
    patience,
  );

  it('nothing went wrong on the pages', () => {
    const offline = /ERR_INTERNET_DISCONNECTED|Failed to fetch/;
    expect([author, lawyer].flatMap(({ errors }) => errors).filter((error) => !offline.test(error))).toEqual([]);
  });
});

async function priceList(): Promise<Buffer> {
  const workbook = new exceljs.Workbook();
  const sheet = workbook.addWorksheet('Prices');
  for (let line = 0; line < 600; line += 1) sheet.addRow([`Pump ${line}`, 1234.5]).getCell(2).numFmt = '#,##0.00';
  workbook.addWorksheet('Terms').addRow(['30 days']);
  return Buffer.from(await workbook.xlsx.writeBuffer());
}
