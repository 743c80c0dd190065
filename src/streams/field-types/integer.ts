import type { FieldType } from './field-type.js';
import { formatDecimal } from './format-text.js';
import { checkRange, numberSql, readNumber } from './number.js';

/** A whole number, exact up to nine quadrillion. */
export const integerType: FieldType<'integer'> = {
  type: 'integer',
  options: { min: { type: 'integer' }, max: { type: 'integer' }, sum: { type: 'boolean' } },
  compile(definition) {
    return {
      definition,
      stores: 'number',
      check(value, path, faults) {
        const number = readNumber(value, path, faults);
        if (number === undefined) return undefined;
        if (!Number.isSafeInteger(number)) return faults.add(path, 'not-an-integer');
        return checkRange(number, definition, path, faults);
      },
      sql: numberSql(definition.key),
      toScope: (value) => value,
      toText: (value, language) => formatDecimal(String(value), language),
    };
  },
};
