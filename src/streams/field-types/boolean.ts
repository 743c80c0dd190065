import type { FieldType } from './field-type.js';
import { castSql, equalityOperators } from './field-type.js';
import { isEmpty } from './clean-text.js';

const words = new Map<unknown, boolean>([
  [true, true],
  [false, false],
  [1, true],
  [0, false],
  ...['true', 'yes', 'on', '1', 'да', 'tak', 'taip'].map((word): [unknown, boolean] => [word, true]),
  ...['false', 'no', 'off', '0', 'нет', 'nie', 'ne'].map((word): [unknown, boolean] => [word, false]),
]);

const shown = {
  en: ['no', 'yes'],
  ru: ['нет', 'да'],
  pl: ['nie', 'tak'],
  lt: ['ne', 'taip'],
} as const;

/** Yes or no. Forms and sheets may say it in words. */
export const booleanType: FieldType<'boolean'> = {
  type: 'boolean',
  options: {},
  compile(definition) {
    return {
      definition,
      stores: 'boolean',
      check(value, path, faults) {
        if (isEmpty(value)) return undefined;
        const found = words.get(typeof value === 'string' ? value.slice(0, 10).trim().toLowerCase() : value);
        return found ?? faults.add(path, 'not-a-boolean');
      },
      sql: {
        expression: (column) => castSql(column, definition.key, 'boolean', `${column}->>'${definition.key}'`),
        cast: 'boolean',
        operators: equalityOperators,
        parameter: Boolean,
      },
      toScope: (value) => value,
      toText: (value, language) => shown[language][value === true ? 1 : 0],
    };
  },
};
