import { parentPort, workerData } from 'node:worker_threads';
import exceljs from 'exceljs';
import mammoth from 'mammoth';

/** What the thread is given: one office file, and how much of it is wanted. */
export interface OfficeTask {
  readonly kind: 'page' | 'sheets';
  readonly bytes: Uint8Array;
  readonly limits: {
    readonly sheets: number;
    readonly rows: number;
    readonly columns: number;
    readonly cellText: number;
  };
}

/** A picture of a page, which `cid:` and its place in the list name. */
interface WordPicture {
  readonly type: string;
  readonly bytes: Uint8Array;
}

interface WorkbookSheet {
  readonly name: string;
  readonly rows: { readonly text: string; readonly number?: boolean; readonly bold?: boolean }[][];
  readonly truncated: boolean;
}

export type OfficeAnswer =
  | { readonly kind: 'page'; readonly html: string; readonly pictures: readonly WordPicture[] }
  | { readonly kind: 'sheets'; readonly sheets: readonly WorkbookSheet[] };

const { kind, bytes, limits } = workerData as OfficeTask;
const answer = kind === 'page' ? await readWord(Buffer.from(bytes)) : await readWorkbook(Buffer.from(bytes));
parentPort?.postMessage(answer);

/** HTML as the document has it, hostile until cleaned. Files and addresses that it refers to are not asked for. */
async function readWord(buffer: Buffer): Promise<OfficeAnswer> {
  const pictures: WordPicture[] = [];
  const convertImage = mammoth.images.imgElement(async (image) => {
    pictures.push({ type: image.contentType, bytes: await image.readAsBuffer() });
    return { src: `cid:${pictures.length - 1}` };
  });
  const { value } = await mammoth.convertToHtml({ buffer }, { convertImage, externalFileAccess: false });
  return { kind: 'page', html: value, pictures };
}

async function readWorkbook(buffer: Buffer): Promise<OfficeAnswer> {
  const workbook = new exceljs.Workbook();
  // The types of exceljs mean their own Buffer.
  await workbook.xlsx.load(buffer as unknown as exceljs.Buffer);
  const shown = workbook.worksheets.filter(({ state }) => state === 'visible').slice(0, limits.sheets);
  return { kind: 'sheets', sheets: shown.map(readSheet) };
}

function readSheet(sheet: exceljs.Worksheet): WorkbookSheet {
  const columns = Math.min(sheet.columnCount, limits.columns);
  const rows: WorkbookSheet['rows'] = [];
  for (let place = 1; place <= Math.min(sheet.rowCount, limits.rows); place += 1) {
    const row = sheet.findRow(place);
    const cells = Array.from({ length: row ? columns : 0 }, (_, at) => readCell(row?.findCell(at + 1)));
    while (cells.at(-1)?.text === '') cells.pop();
    rows.push(cells);
  }
  while (rows.at(-1)?.length === 0) rows.pop();
  const truncated = sheet.rowCount > limits.rows || sheet.columnCount > limits.columns;
  return { name: sheet.name, rows, truncated };
}

function readCell(cell: exceljs.Cell | undefined): WorkbookSheet['rows'][number][number] {
  if (!cell || (cell.isMerged && cell.master !== cell)) return { text: '' };
  const value = valueOf(cell.value);
  const number = typeof value === 'number' || value instanceof Date;
  const text = textOf(value, cell.numFmt ?? '').slice(0, limits.cellText);
  return { text, ...(number && { number }), ...(cell.font?.bold === true && { bold: true }) };
}

type Plain = string | number | boolean | Date | null;

/** What a cell shows: the result of its formula, the text of its link. */
function valueOf(value: exceljs.CellValue): Plain {
  if (value === null || value === undefined) return null;
  if (typeof value !== 'object' || value instanceof Date) return value;
  if ('richText' in value) return value.richText.map(({ text }) => text).join('');
  if ('error' in value) return value.error;
  if ('formula' in value || 'sharedFormula' in value) return valueOf(value.result ?? null);
  // The text of a link may be formatted.
  return 'text' in value ? valueOf(value.text) : null;
}

function textOf(value: Plain, format: string): string {
  if (value === null) return '';
  if (value instanceof Date) return dateText(value, format);
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  return typeof value === 'number' ? numberText(value, format) : value;
}

/** Dates lie in no time zone; a time of day alone is one of the last day of 1899. */
function dateText(date: Date, format: string): string {
  if (Number.isNaN(date.getTime())) return '';
  const [day = '', time = ''] = date.toISOString().split('T');
  if (date.getUTCFullYear() < 1900) return time.slice(0, 5);
  return /h/i.test(format) ? `${day} ${time.slice(0, 5)}` : day;
}

/** Decimals, thousands and per cent as the format of the cell has them; signs of currencies stay out. */
function numberText(value: number, format: string): string {
  const plain = (format.split(';')[0] ?? '').replace(/"[^"]*"|\[[^\]]*\]|\\./g, '');
  const digits = /[0#?]+(?:\.([0#?]+))?/.exec(plain.replaceAll(',', ''));
  if (!digits || /e\+/i.test(plain) || !Number.isFinite(value)) return String(Number(value.toPrecision(12)));
  const decimals = Math.min(20, digits[1]?.length ?? 0);
  const percent = plain.includes('%');
  const fixed = (percent ? value * 100 : value).toFixed(decimals);
  const grouped = /[0#],[0#]/.test(plain) ? fixed.replace(/\B(?<!\.\d*)(?=(\d{3})+(?!\d))/g, '\u00a0') : fixed;
  return percent ? `${grouped} %` : grouped;
}
