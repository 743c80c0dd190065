import type { FieldType } from './field-type.js';
import { textSql } from './field-type.js';
import { cleanLines, isEmpty } from './clean-text.js';

/** Text of many lines. It is searched in, never sorted by: a B-tree could not hold it. */
export const longTextType: FieldType<'longtext'> = {
  type: 'longtext',
  options: { maxLength: { type: 'integer', minimum: 1, maximum: 1_000_000 } },
  compile(definition) {
    const maxLength = definition.maxLength ?? 200_000;
    return {
      definition,
      stores: 'string',
      check(value, path, faults) {
        if (isEmpty(value)) return undefined;
        if (typeof value !== 'string') return faults.add(path, 'not-text');
        if (value.length > maxLength * 3 + 100) return faults.add(path, 'too-long', { max: maxLength });
        const clean = cleanLines(value);
        if (clean.length > maxLength) return faults.add(path, 'too-long', { max: maxLength });
        return clean === '' ? undefined : clean;
      },
      sql: textSql(definition.key, new Set(['contains', 'starts', 'empty'])),
      toScope: (value) => value,
      toText: String,
    };
  },
};
