import { Big } from 'big.js';
import type { ColumnDefinition } from '../../../src/streams/definition/field-definition.ts';
import { readDecimal } from '../../../src/streams/field-types/decimal-text.ts';
import { isFilled, memberOf, textOf } from './field-kind.ts';

export type Row = Readonly<Record<string, unknown>>;

/** The rows of a table as it is typed or answered; what is no row is left out. */
export function rowsOf(value: unknown): readonly Row[] {
  const rows: readonly unknown[] = Array.isArray(value) ? value : [];
  return rows.filter((row): row is Row => typeof row === 'object' && row !== null && !Array.isArray(row));
}

/** The rows with one cell changed; a row behind the last one comes to be by typing into it, with what it begins with. */
export function withCell(
  rows: readonly Row[],
  place: { readonly index: number; readonly key: string },
  value: unknown,
  columns: readonly ColumnDefinition[] = [],
): Row[] {
  const next = [...rows];
  next[place.index] = { ...(rows[place.index] ?? newRow(columns)), [place.key]: value };
  return next;
}

/** A row with what its columns take by themselves. */
export function newRow(columns: readonly ColumnDefinition[]): Row {
  const defaults = columns.filter((column) => column.default !== undefined);
  return Object.fromEntries(defaults.map((column) => [column.key, column.default]));
}

/** Whether anything is filled in a row. */
export function isRowFilled(row: Row): boolean {
  return Object.values(row).some((cell) => isFilled(cell) && cell !== false);
}

/** A sum of a column; money has one for each currency in it. */
export interface ColumnSum {
  /** Decimal text. */
  readonly amount: string;
  readonly currency?: string;
}

/** Whether the values of a column are summed below it. */
export function isSummed(column: ColumnDefinition): boolean {
  return (column.type === 'number' || column.type === 'integer' || column.type === 'money') && column.sum !== false;
}

/** The sums of a column, exact to the last digit, of what can be read as a number; none where nothing can. */
export function sumsOf(column: ColumnDefinition, rows: readonly Row[]): ColumnSum[] {
  const sums = new Map<string, Big>();
  for (const row of rows) {
    const cell = row[column.key];
    const decimal = readDecimal(textOf(column.type === 'money' ? (memberOf(cell, 'amount') ?? cell) : cell));
    if (decimal === undefined || decimal === 'ambiguous') continue;
    const currency = column.type === 'money' ? textOf(memberOf(cell, 'currency')) || (column.currency ?? '') : '';
    sums.set(currency, (sums.get(currency) ?? new Big(0)).plus(decimal));
  }
  return [...sums].map(([currency, sum]) => {
    const amount = sum.toFixed();
    return currency === '' ? { amount } : { amount, currency };
  });
}
