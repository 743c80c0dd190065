import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import exceljs from 'exceljs';
import { offsetMinutes } from '../../worktime/local-time.js';
import type { Cell } from './export-columns.js';

/** A file that takes row after row. */
export interface SheetFile {
  add(cells: readonly Cell[]): Promise<void>;
  /** Resolves when the file is written whole. */
  end(): Promise<void>;
}

const longestText = 32_767;
/** What a program for sheets would take for a formula at the beginning of a text. */
const formulaStart = /^[=+\-@\t\r]/;

/** An .xlsx whose texts are typed as texts: nothing in it can be a formula. Times are those of `timeZone`. */
export function xlsxFile(path: string, header: readonly string[], timeZone: string): SheetFile {
  const workbook = new exceljs.stream.xlsx.WorkbookWriter({ filename: path, useStyles: true, useSharedStrings: false });
  const sheet = workbook.addWorksheet('1', { views: [{ state: 'frozen', ySplit: 1 }] });
  sheet.columns = header.map((name) => ({ header: sound(name), width: Math.min(Math.max(name.length + 2, 14), 50) }));
  sheet.getRow(1).font = { bold: true };
  sheet.getRow(1).commit();
  return {
    add: (cells) => {
      const row = sheet.addRow(cells.map((cell) => xlsxValue(cell, timeZone)));
      cells.forEach((cell, index) => {
        const format = numberFormat(cell);
        if (format !== undefined) row.getCell(index + 1).numFmt = format;
      });
      row.commit();
      return Promise.resolve();
    },
    end: async () => {
      sheet.commit();
      await workbook.commit();
    },
  };
}

/** A .csv (RFC 4180, UTF-8 with its mark): a text that could be a formula is preceded by an apostrophe. */
export function csvFile(path: string, header: readonly string[]): SheetFile {
  const stream = createWriteStream(path);
  const write = async (values: readonly string[]) => {
    if (!stream.write(`${values.map(quoted).join(',')}\r\n`)) await once(stream, 'drain');
  };
  stream.write('\ufeff');
  const begun = write(header.map(guarded));
  return {
    add: async (cells) => {
      await begun;
      await write(cells.map(csvValue));
    },
    end: async () => {
      await begun;
      stream.end();
      await finished(stream);
    },
  };
}

function xlsxValue(cell: Cell, timeZone: string): string | number | boolean | Date | null {
  switch (cell.kind) {
    case 'empty':
      return null;
    case 'text':
      return sound(cell.text);
    case 'number':
      return cell.number;
    case 'money':
      return Number(cell.amount);
    case 'boolean':
      return cell.value;
    case 'date':
      return new Date(`${cell.date}T00:00:00.000Z`);
    case 'moment': {
      const ms = Date.parse(cell.at);
      return new Date(ms + offsetMinutes(timeZone, ms) * 60_000);
    }
  }
}

function numberFormat(cell: Cell): string | undefined {
  if (cell.kind === 'money') return `#,##0.00 "${cell.currency.replace(/[^A-Z]/g, '')}"`;
  if (cell.kind === 'date') return 'yyyy-mm-dd';
  return cell.kind === 'moment' ? 'yyyy-mm-dd hh:mm' : undefined;
}

/** Exported for its test. */
export function csvValue(cell: Cell): string {
  switch (cell.kind) {
    case 'empty':
      return '';
    case 'text':
      return guarded(cell.text);
    case 'number':
      return String(cell.number);
    case 'money':
      return `${cell.amount} ${cell.currency}`;
    case 'boolean':
      return String(cell.value);
    case 'date':
      return cell.date;
    case 'moment':
      return cell.at;
  }
}

function guarded(text: string): string {
  return formulaStart.test(text) ? `'${text}` : text;
}

function quoted(value: string): string {
  return /[",\r\n]/.test(value) || value !== value.trim() ? `"${value.replaceAll('"', '""')}"` : value;
}

/** What XML can hold, and a cell. */
function sound(text: string): string {
  const clean = text.replace(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '');
  return clean.length <= longestText ? clean : `${clean.slice(0, longestText - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}
