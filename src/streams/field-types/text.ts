import type { FieldType } from './field-type.js';
import { textOperators, textSql } from './field-type.js';
import { cleanLine, isEmpty } from './clean-text.js';

/** The longest text that may be filterable, sortable or unique: a B-tree entry holds 2,704 bytes. */
export const indexedTextLength = 500;

/** One line of text. */
export const textType: FieldType<'text'> = {
  type: 'text',
  options: { maxLength: { type: 'integer', minimum: 1, maximum: 10_000 } },
  compile(definition) {
    const ordered = definition.filterable === true || definition.sortable === true || definition.unique === true;
    const maxLength = definition.maxLength ?? (ordered ? indexedTextLength : 10_000);
    return {
      definition,
      stores: 'string',
      check(value, path, faults) {
        if (isEmpty(value)) return undefined;
        const text = typeof value === 'number' && Number.isFinite(value) ? String(value) : value;
        if (typeof text !== 'string') return faults.add(path, 'not-text');
        // NFC may lengthen a text threefold at most; a text far beyond the limit is not worth normalising.
        if (text.length > maxLength * 3 + 100) return faults.add(path, 'too-long', { max: maxLength });
        const clean = cleanLine(text);
        if (clean.length > maxLength) return faults.add(path, 'too-long', { max: maxLength });
        return clean === '' ? undefined : clean;
      },
      sql: textSql(definition.key, textOperators, 'und-x-icu'),
      toScope: (value) => value,
      toText: String,
    };
  },
};
