import type { FieldDefinition, TableField } from '../../streams/definition/field-definition.js';

/** What a browser or program sent, by name: texts, or lists of texts where a name came several times. */
export type SentPairs = ReadonlyMap<string, readonly string[]>;

const cellName =
  /^([A-Za-z][A-Za-z0-9]{0,99})\[(\d{1,3})\](?:\[([A-Za-z][A-Za-z0-9]{0,99})\]|\.([A-Za-z][A-Za-z0-9]{0,99}))$/;
const listName = /^([A-Za-z][A-Za-z0-9]{0,99})\[\]$/;

/**
 * The fields in a sent web form. Rows of a table come as `items[0][name]=…` (or `items[0].name`), several choices as a
 * name that repeats (or `kind[]`). Rows in which nothing is filled are left out; the others keep their order.
 */
export function sentFields(pairs: SentPairs, fields: readonly FieldDefinition[]): Record<string, unknown> {
  const cells = tableCells(pairs);
  const result: Record<string, unknown> = {};
  for (const field of fields) {
    const value = field.type === 'table' ? tableRows(field, cells.get(field.key)) : plainValue(field, pairs);
    if (value !== undefined) result[field.key] = value;
  }
  return result;
}

/** `{a: 'b'}` or `{a: ['b', 'c']}` of a body parser as pairs; anything else in it is passed over. */
export function toPairs(body: unknown): SentPairs {
  const pairs = new Map<string, readonly string[]>();
  if (typeof body !== 'object' || body === null) return pairs;
  for (const [name, value] of Object.entries(body).slice(0, 5000)) {
    const texts = [value].flat().filter((text): text is string => typeof text === 'string');
    if (texts.length > 0) pairs.set(name, texts);
  }
  return pairs;
}

type Rows = Map<number, Map<string, string>>;

function tableCells(pairs: SentPairs): Map<string, Rows> {
  const tables = new Map<string, Rows>();
  for (const [name, [text = '']] of pairs) {
    const [, table, index, bracketed, dotted] = cellName.exec(name) ?? [];
    const column = bracketed ?? dotted;
    if (table === undefined || column === undefined) continue;
    const rows: Rows = tables.get(table) ?? new Map();
    const row = rows.get(Number(index)) ?? new Map<string, string>();
    row.set(column, text);
    tables.set(table, rows.set(Number(index), row));
  }
  return tables;
}

function tableRows(field: TableField, rows: Rows | undefined): unknown {
  if (!rows) return undefined;
  const columns = field.columns.map((column) => column.key);
  return [...rows]
    .sort(([a], [b]) => a - b)
    .map(([, row]) => Object.fromEntries([...row].filter(([key, text]) => columns.includes(key) && text.trim() !== '')))
    .filter((row) => Object.keys(row).length > 0);
}

function plainValue(field: FieldDefinition, pairs: SentPairs): unknown {
  const texts = pairs.get(field.key) ?? [...pairs].find(([name]) => listName.exec(name)?.[1] === field.key)?.[1];
  if (field.type === 'boolean') {
    // A box that is not ticked is not sent at all.
    return texts === undefined ? undefined : /^(?:on|true|1|yes)$/i.test(texts[0] ?? '');
  }
  if (texts === undefined) return undefined;
  if (field.type === 'choice' && field.many) return texts.filter((text) => text !== '');
  return texts[0];
}
