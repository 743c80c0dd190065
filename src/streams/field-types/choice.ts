import type { ChoiceField } from '../definition/field-definition.js';
import { textIn } from '../../platform/languages.js';
import type { FieldSql, FieldType } from './field-type.js';
import { orderOperators, textSql } from './field-type.js';
import { cleanLine, isEmpty } from './clean-text.js';

/** One of the options, or several; an option may be given by its label in any language. */
export const choiceType: FieldType<'choice'> = {
  type: 'choice',
  options: {
    options: {
      type: 'array',
      minItems: 1,
      maxItems: 500,
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['key', 'name'],
        properties: {
          key: { type: 'string', pattern: '^[A-Za-z0-9][A-Za-z0-9_-]{0,59}$' },
          name: { $ref: '#/$defs/text' },
        },
      },
    },
    many: { type: 'boolean' },
  },
  requiredOptions: ['options'],
  verify(definition) {
    const keys = definition.options.map((option) => option.key);
    return keys
      .map((key, index) => ({
        path: `options[${index}].key`,
        message: `The option "${key}" is there twice.`,
        key,
        index,
      }))
      .filter(({ key, index }) => keys.indexOf(key) !== index)
      .map(({ path, message }) => ({ path, message }));
  },
  compile(definition) {
    const find = finder(definition);
    const names = new Map(definition.options.map((option) => [option.key, option.name]));
    const allowed = definition.options
      .map((option) => option.key)
      .join(', ')
      .slice(0, 500);
    return {
      definition,
      stores: definition.many ? 'array' : 'string',
      check(value, path, faults) {
        if (isEmpty(value)) return undefined;
        if (!definition.many) return find(value) ?? faults.add(path, 'not-a-choice', { allowed });
        const list = Array.isArray(value) ? value : [value];
        if (list.length > definition.options.length) return faults.add(path, 'too-many', { max: names.size });
        const found = list.map(find);
        if (found.includes(undefined)) return faults.add(path, 'not-a-choice', { allowed });
        return found.length === 0 ? undefined : [...new Set(found as string[])];
      },
      sql: definition.many ? manySql(definition.key) : textSql(definition.key, orderOperators),
      toScope: (value) => value,
      toText: (value, language) =>
        (Array.isArray(value) ? value : [value])
          .map((key) => textIn(language, names.get(String(key)) ?? String(key)))
          .join(', '),
    };
  },
};

/** Finds an option's key by itself, else by any of its labels whatever the case. */
function finder(definition: ChoiceField): (value: unknown) => string | undefined {
  const keys = new Set(definition.options.map((option) => option.key));
  const labels = new Map<string, string>();
  for (const { key, name } of definition.options)
    for (const label of [key, ...(typeof name === 'string' ? [name] : Object.values(name))])
      if (!labels.has(fold(label))) labels.set(fold(label), key);
  return (value) => {
    if (typeof value !== 'string') return undefined;
    return keys.has(value) ? value : value.length <= 1000 ? labels.get(fold(value)) : undefined;
  };
}

function fold(label: string): string {
  return cleanLine(label).toLowerCase();
}

/** A list is kept as JSON text, in which a key stands between quotation marks. */
function manySql(key: string): FieldSql {
  return {
    expression: (column) => `(${column}->>'${key}')`,
    cast: 'text',
    operators: new Set(['contains', 'empty']),
    parameter: (value) => `"${String(value)}"`,
  };
}
