import exceljs from 'exceljs';
import { Refusal } from '../../platform/errors.js';
import { ArchiveFault, readArchive } from '../../platform/files/archive.js';
import { columnOf, importSheets, type ImportSheet } from './import-columns.js';

/** A row of a sheet: texts by column. */
export interface SheetRow {
  /** As programs for sheets count them. */
  readonly row: number;
  readonly values: Readonly<Record<string, string>>;
}

export type SheetRows = Readonly<Record<ImportSheet, readonly SheetRow[]>>;

const bounds = { unpackedBytes: 40 * 1024 * 1024, entries: 200 };
export const mostRows = 10_000;
const longest = 500;

/**
 * The rows of a workbook (.xlsx), each sheet recognised by its headings, whatever its name and their language.
 * @throws Refusal invalid for another file, and for one without people and units
 */
export async function readWorkbook(bytes: Buffer): Promise<SheetRows> {
  const workbook = new exceljs.Workbook();
  try {
    // Unpacked within bounds before a library does it without any.
    await readArchive(bytes, bounds);
    // The types of exceljs mean their own Buffer.
    await workbook.xlsx.load(bytes as unknown as exceljs.Buffer);
  } catch (error) {
    if (error instanceof ArchiveFault && error.reason === 'too-large') {
      throw new Refusal('tooLarge', 'file-too-large', 'The file holds more than an organisation does.');
    }
    throw new Refusal('invalid', 'not-a-workbook', 'Expected an Excel file (.xlsx).');
  }
  const found: Record<ImportSheet, SheetRow[]> = { units: [], people: [] };
  let known = false;
  for (const sheet of workbook.worksheets) {
    const kind = kindOf(sheet);
    if (!kind) continue;
    known = true;
    found[kind].push(...rowsOf(sheet, kind));
  }
  if (!known) {
    const message = 'There is neither a sheet of people (with a column Login) nor one of units (with a column Key).';
    throw new Refusal('invalid', 'no-known-sheet', message);
  }
  if (found.people.length + found.units.length > mostRows) {
    throw new Refusal('tooLarge', 'file-too-large', 'The file holds more than an organisation does.');
  }
  return found;
}

function kindOf(sheet: exceljs.Worksheet): ImportSheet | undefined {
  const has = (kind: ImportSheet, column: string) => headings(sheet, kind).some(([, name]) => name === column);
  return importSheets.find((kind) => has(kind, kind === 'people' ? 'login' : 'key') && has(kind, 'name'));
}

function headings(sheet: exceljs.Worksheet, kind: ImportSheet): [number, string][] {
  const columns = Array.from({ length: Math.min(sheet.columnCount, 50) }, (_, index) => index + 1);
  return columns.flatMap((place): [number, string][] => {
    const column = columnOf(kind, textOf(sheet.findRow(1)?.findCell(place)?.value ?? null));
    return column === undefined ? [] : [[place, column]];
  });
}

function rowsOf(sheet: exceljs.Worksheet, kind: ImportSheet): SheetRow[] {
  const columns = headings(sheet, kind);
  const rows: SheetRow[] = [];
  for (let row = 2; row <= Math.min(sheet.rowCount, mostRows + 2); row += 1) {
    const values = Object.fromEntries(
      columns.map(([place, column]) => [column, textOf(sheet.findRow(row)?.findCell(place)?.value ?? null)]),
    );
    if (Object.values(values).some((text) => text !== '')) rows.push({ row, values });
  }
  return rows;
}

/** What a cell shows, without what nobody sees. */
function textOf(value: exceljs.CellValue): string {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'object')
    return String(value)
      .replace(/[\p{Cc}\p{Cs}]+/gu, ' ')
      .trim()
      .slice(0, longest);
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  if ('richText' in value) return textOf(value.richText.map(({ text }) => text).join(''));
  if ('formula' in value || 'sharedFormula' in value) return textOf(value.result ?? null);
  return 'text' in value ? textOf(value.text) : '';
}
