import type { NumberField } from '../definition/field-definition.js';
import type { Faults } from './faults.js';
import type { FieldSql, FieldType } from './field-type.js';
import { castSql, orderOperators } from './field-type.js';
import { decimalOf, decimalsOf, readDecimal } from './decimal-text.js';
import { isEmpty } from './clean-text.js';
import { formatDecimal } from './format-text.js';

/** A number that is counted or measured; for money there is its own type. */
export const numberType: FieldType<'number'> = {
  type: 'number',
  options: {
    min: { type: 'number' },
    max: { type: 'number' },
    decimals: { type: 'integer', minimum: 0, maximum: 10 },
    sum: { type: 'boolean' },
  },
  compile(definition) {
    return {
      definition,
      stores: 'number',
      check(value, path, faults) {
        const number = readNumber(value, path, faults);
        return number === undefined ? undefined : checkRange(number, definition, path, faults);
      },
      sql: numberSql(definition.key),
      toScope: (value) => value,
      toText: (value, language) => formatDecimal(decimalOf(Number(value)), language),
    };
  },
};

/** A finite number from JSON or text; undefined when empty or wrong. */
export function readNumber(value: unknown, path: string, faults: Faults): number | undefined {
  if (isEmpty(value)) return undefined;
  if (typeof value === 'number') return Number.isFinite(value) ? value + 0 : faults.add(path, 'not-a-number');
  if (typeof value !== 'string') return faults.add(path, 'not-a-number');
  if (value.trim() === '') return undefined;
  const decimal = readDecimal(value);
  if (decimal === undefined) return faults.add(path, 'not-a-number');
  if (decimal === 'ambiguous') return faults.add(path, 'ambiguous-number');
  return Number(decimal);
}

/** The number when it keeps to the limits of the definition. */
export function checkRange(
  number: number,
  { min, max, decimals }: Pick<NumberField, 'min' | 'max' | 'decimals'>,
  path: string,
  faults: Faults,
): number | undefined {
  if (min !== undefined && number < min) return faults.add(path, 'too-small', { min });
  if (max !== undefined && number > max) return faults.add(path, 'too-large', { max });
  if (decimals !== undefined && !Number.isInteger(number) && decimalsOf(decimalOf(number)) > decimals)
    return faults.add(path, 'too-many-decimals', { max: decimals });
  return number;
}

/** Comparison of numbers. */
export function numberSql(key: string): FieldSql {
  return {
    expression: (column) => castSql(column, key, 'number', `${column}->>'${key}'`),
    cast: 'numeric',
    operators: orderOperators,
    parameter: Number,
  };
}
