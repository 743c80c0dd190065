import exceljs from 'exceljs';
import { DataSource } from 'typeorm';
import type { CountedAssignments } from '../../src/insight/reports/list-assignments.js';
import type { Figure, GroupView, ReportTable } from '../../src/insight/reports/figures/report-table.js';
import type { ReportEntries } from '../../src/insight/reports/reports.controller.js';
import type { Api } from '../support/api.js';
import { startApp, type RunningApp } from '../support/app.js';

interface Made {
  readonly id: string;
}

/** A10, D4, E1, E5: figures over what one may see, each of which leads to what was counted. */
describe('reports', () => {
  let app: RunningApp;
  const people = new Map<string, Api>();
  const as = (login: string): Api => people.get(login) as Api;
  const add = (login: string, stream: string, fields: object, more: object = {}) =>
    as(login).post<Made>(`/api/streams/${stream}/documents`, { fields, ...more });
  const report = (login: string, key: string, query = '') => as(login).get<ReportTable>(`/api/reports/${key}${query}`);
  const allTime = '?from=&to=';

  beforeAll(async () => {
    app = await startApp({ worker: false });
    for (const login of ['admin', 'head', 'manager', 'manager2', 'accountant', 'ceo', 'clerk', 'lawyer'])
      people.set(login, await app.api(login));
    await makeSales();
  }, 60_000);
  afterAll(async () => {
    await app?.stop();
  }, 30_000);

  async function makeSales(): Promise<void> {
    const client = (login: string, name: string, industry: string | undefined, status: string) =>
      add(login, 'clients', { name, ...(industry && { industry }) }, { status, responsible: login });
    const first = await client('manager', 'First', 'Energy', 'active');
    const second = await client('manager', 'Second', 'Food', 'active');
    await client('manager', 'Third', 'Energy', 'prospect');
    await client('manager2', 'Fourth', undefined, 'active');
    await add('admin', 'clients', { name: 'Nobody’s', industry: 'Energy' }, { status: 'active' });
    const work = (login: string, on: Made, kind: string, plannedAt: string, doneAt?: string) =>
      add(
        'admin',
        'works',
        { client: on.id, kind, subject: kind, plannedAt, ...(doneAt && { doneAt }) },
        { responsible: login },
      );
    await work('manager', first, 'call', '2026-03-31T22:30:00Z', '2026-04-01T09:00:00Z');
    await work('manager', first, 'meeting', '2026-04-15T08:00:00Z');
    await work('manager2', second, 'call', '2026-04-30T08:00:00Z');
    const invoice = (responsible: string, price: string, status: string, currency = 'EUR') =>
      add(
        'admin',
        'invoices',
        { client: first.id, lines: [{ name: 'Pump', quantity: 1, unit: 'pcs', price: { amount: price, currency } }] },
        { responsible, status },
      );
    await invoice('manager', '25000.00', 'paid');
    await invoice('manager', '1000.50', 'paid');
    await invoice('manager', '9999.00', 'issued');
    await invoice('manager2', '500.00', 'paid');
    for (const [login, dueAt] of [
      ['manager', '2198-01-05T10:00:00Z'],
      ['manager', '2199-01-05T10:00:00Z'],
      ['manager2', '2198-01-05T10:00:00Z'],
    ] as const)
      await as('admin').post(`/api/documents/${first.id}/assignments`, {
        performers: [login],
        instruction: 'Do it',
        dueAt,
      });
    // Two of them have waited for long.
    await app.app
      .get(DataSource)
      .query(`UPDATE assignment SET due_at = '2020-01-05T10:00:00Z' WHERE due_at = '2198-01-05T10:00:00Z'`);
  }

  const numbers = (table: ReportTable) =>
    table.rows.map(({ label, figures }) => [label, ...figures.map(({ number }) => number)]);
  const money = (figure: Figure | undefined) => figure?.money.map(({ amount, currency }) => `${amount} ${currency}`);

  it('count clients by industry and status, for each person what that person may see', async () => {
    const all = await report('admin', 'clients-by-industry');
    expect(numbers(all)).toEqual([
      ['Energy', 3],
      ['Food', 1],
      [null, 1],
    ]);
    expect(all.split?.values.map(({ label, tone }) => [label, tone])).toEqual([
      ['Prospect', 'waiting'],
      ['Active', 'active'],
    ]);
    expect(all.rows[0]?.split.map(({ number }) => number)).toEqual([1, 2]);
    expect(all.totals.figures[0]?.number).toBe(5);
    expect(numbers(await report('manager', 'clients-by-industry'))).toEqual([
      ['Energy', 2],
      ['Food', 1],
    ]);
    const byManager = await report('head', 'clients-by-industry', '?by=responsible');
    expect(byManager.rows.map(({ figures }) => figures[0]?.number)).toEqual([3, 1]);
  });

  it('group dates by the month in which they are for the reader, within a period', async () => {
    const byMonth = await report('head', 'works', '?by=plannedAt&from=2026-04-01&to=2026-04-30');
    // 22:30 of the 31st in London is the first of April in Vilnius.
    expect(numbers(byMonth)).toEqual([['2026-04', 3, 1, expect.closeTo(1 / 3)]]);
    expect(numbers(await report('head', 'works', '?by=kind&from=2026-04-02&to='))).toEqual([
      ['Call', 1, 0, 0],
      ['Meeting', 1, 0, 0],
    ]);
  });

  it('work out bonuses from paid invoices by the formula of the report', async () => {
    const bonuses = await report('head', 'bonuses', allTime);
    expect(bonuses.rows.map((row) => row.figures.map((figure) => money(figure)?.[0] ?? figure.number))).toEqual([
      ['26000.50 EUR', 2, '13000.25 EUR', '900.03 EUR'],
      ['500.00 EUR', 1, '500.00 EUR', '15.00 EUR'],
    ]);
    expect(bonuses.measures.map(({ format }) => format)).toEqual(['money', 'number', 'money', 'money']);
    expect((await report('manager2', 'bonuses', allTime)).rows).toHaveLength(1);
  });

  it('show the load of people and what is overdue, and lead to the assignments', async () => {
    const load = await report('head', 'load');
    expect(load.rows.map(({ figures }) => figures.map(({ number }) => number))).toEqual([
      [2, 1, 0.5],
      [1, 1, 1],
    ]);
    const filter = JSON.stringify({ and: [...load.conditions, ...(load.rows[0]?.conditions ?? [])] });
    const found = await as('head').get<CountedAssignments>(
      `/api/reports/load/assignments?filter=${encodeURIComponent(filter)}`,
    );
    expect([found.total, found.items.map(({ timing }) => timing)]).toEqual([2, ['overdue', 'open']]);
  });

  it('find clients without a manager and without anything planned', async () => {
    const forgotten = await report('admin', 'forgotten-clients');
    const [idle, unmanaged, clients] = forgotten.totals.figures.map(({ number }) => number);
    expect([idle, unmanaged, clients]).toEqual([3, 1, 5]);
  });

  it('are for those roles that they name, and for administrators', async () => {
    const keys = async (login: string) =>
      (await as(login).get<ReportEntries>('/api/reports')).items.map(({ key }) => key);
    expect(await keys('admin')).toEqual([
      'bonuses',
      'clients-by-industry',
      'discipline',
      'forgotten-clients',
      'load',
      'works',
    ]);
    expect(await keys('clerk')).not.toContain('bonuses');
    expect((await as('clerk').call('GET', '/api/reports/bonuses')).status).toBe(404);
    expect((await as('head').call('GET', '/api/reports/bonuses?by=status')).status).toBe(404);
  });

  /** Every number of every report that is shipped, for everybody: what it leads to is exactly what was counted. */
  it('lead from any number to as many documents', async () => {
    let looked = 0;
    for (const login of ['admin', 'head', 'manager', 'ceo', 'lawyer']) {
      for (const { key } of (await as(login).get<ReportEntries>('/api/reports')).items) {
        for (const { key: by } of (await report(login, key, allTime)).dimensions) {
          looked += await compare(login, await report(login, key, `${allTime}&by=${by}`));
        }
      }
    }
    expect(looked).toBeGreaterThan(200);
  }, 60_000);

  async function compare(login: string, table: ReportTable): Promise<number> {
    let looked = 0;
    const check = async (expected: number | null | undefined, ...parts: Pick<GroupView, 'conditions'>[]) => {
      const and = [table, ...parts].flatMap(({ conditions }) =>
        conditions.map(({ field, op, value }) => ({ field, op, value })),
      );
      const place = `${login} ${table.key} by ${table.by}: ${JSON.stringify(and)}`;
      expect([place, await count(login, table, and)]).toEqual([place, expected ?? 0]);
      looked += 1;
    };
    const counted = table.measures.flatMap((measure, at) => (measure.kind === 'count' ? [{ measure, at }] : []));
    for (const { measure, at } of counted) {
      await check(table.totals.figures[at]?.number, measure);
      for (const row of table.rows) await check(row.figures[at]?.number, row, measure);
    }
    for (const row of table.rows)
      for (const [at, part] of (table.split?.values ?? []).entries()) await check(row.split[at]?.number, row, part);
    return looked;
  }

  async function count(login: string, { key, source }: ReportTable, and: object[]): Promise<number> {
    const filter = encodeURIComponent(JSON.stringify({ and }));
    const path =
      source === 'assignments'
        ? `/api/reports/${key}/assignments?limit=1&filter=${filter}`
        : `/api/streams/${source}/documents?limit=1&count=all&filter=${filter}`;
    return (await as(login).get<{ total: number }>(path)).total;
  }

  it('leave as a sheet with typed figures', async () => {
    const book = new exceljs.Workbook();
    const content = await as('head').bytes(`/api/reports/bonuses/sheet${allTime}`);
    await book.xlsx.load(content as unknown as ArrayBuffer);
    const rows = book.worksheets[0]?.getSheetValues() as unknown[][];
    expect(rows[1]?.slice(1)).toEqual(['Responsible', 'Paid', 'Invoices', 'Average', 'Bonus']);
    expect(rows.at(-1)?.slice(1)).toEqual(['Total', 26500.5, 3, expect.any(Number), 915.03]);
  });
});
