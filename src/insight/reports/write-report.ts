import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Cell } from '../../documents/export/export-columns.js';
import { xlsxFile } from '../../documents/export/sheet-files.js';
import { textIn, type Language } from '../../platform/languages.js';
import type { Figure, MeasureView, ReportTable } from './figures/report-table.js';

const words = {
  total: { en: 'Total', ru: 'Итого', pl: 'Razem', lt: 'Iš viso' },
  none: { en: '(none)', ru: '(нет)', pl: '(brak)', lt: '(nėra)' },
} as const;

/** A report as an Excel file: the table as it is shown, money in a column for each currency. */
export async function reportSheet(report: ReportTable, language: Language): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-report-'));
  try {
    const path = join(folder, 'report.xlsx');
    const currencies = report.measures.map((_, at) => currenciesOf(report, at));
    const parts = report.split?.values.map(({ label }) => label ?? words.none[language]) ?? [];
    const dimension = report.dimensions.find(({ key }) => key === report.by);
    const header = [
      dimension ? textIn(language, dimension.name) : report.by,
      ...parts,
      ...report.measures.flatMap((measure, at) => headings(measure, currencies[at] ?? [], language)),
    ];
    const file = xlsxFile(path, header, 'UTC');
    const line = (label: string, figures: readonly Figure[], split: readonly Figure[]): Cell[] => [
      { kind: 'text', text: label },
      ...split.map(({ number }) => numberCell(number)),
      ...figures.flatMap((figure, at) => cellsOf(figure, currencies[at] ?? [])),
    ];
    for (const row of report.rows) await file.add(line(row.label ?? words.none[language], row.figures, row.split));
    await file.add(line(words.total[language], report.totals.figures, report.totals.split));
    await file.end();
    return await readFile(path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function currenciesOf({ rows, totals }: ReportTable, at: number): string[] {
  const figures = [...rows.map((row) => row.figures[at]), totals.figures[at]];
  return [...new Set(figures.flatMap((figure) => figure?.money.map(({ currency }) => currency) ?? []))].sort();
}

function headings({ name }: MeasureView, currencies: readonly string[], language: Language): string[] {
  const text = textIn(language, name);
  return currencies.length <= 1 ? [text] : currencies.map((currency) => `${text}, ${currency}`);
}

function cellsOf({ number, money }: Figure, currencies: readonly string[]): Cell[] {
  if (currencies.length === 0) return [numberCell(number)];
  return currencies.map((currency): Cell => {
    const sum = money.find((entry) => entry.currency === currency);
    return sum ? { kind: 'money', ...sum } : { kind: 'empty' };
  });
}

function numberCell(number: number | null): Cell {
  return number === null ? { kind: 'empty' } : { kind: 'number', number };
}
