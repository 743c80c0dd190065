import type { CompiledField, JsonValue } from '../field-types/field-type.js';
import type { Row } from '../field-types/table.js';
import { rowsOf } from '../field-types/table.js';

/** Characters kept for searching: the rest of a very long text is found by its files or not at all. */
const maxSearchText = 100_000;

/** The words of the filled fields that people search by: texts, addresses, numbers; cells of tables as well. */
export function cardSearchText(fields: readonly CompiledField[], values: Readonly<Record<string, JsonValue>>): string {
  const lines: string[] = [];
  for (const { definition } of fields) {
    // Whoever finds a document by a word has read the word.
    if (definition.viewRoles !== undefined) continue;
    const value = values[definition.key];
    switch (definition.type) {
      case 'text':
      case 'longtext':
      case 'email':
      case 'phone':
      case 'taxNumber':
      case 'url':
        lines.push(String(value));
        break;
      case 'table':
        for (const row of rowsOf(value ?? null)) lines.push(...rowWords(row, definition.columns));
        break;
      default:
    }
  }
  return lines.join('\n').slice(0, maxSearchText);
}

const worded = new Set(['text', 'longtext', 'email', 'phone', 'taxNumber']);

function rowWords(cells: Row, columns: readonly { readonly key: string; readonly type: string }[]): string[] {
  const words = columns
    .filter(({ key, type }) => worded.has(type) && cells[key] !== undefined)
    .map(({ key }) => String(cells[key]));
  return words.length > 0 ? [words.join(' ')] : [];
}
