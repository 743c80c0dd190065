import type { FieldType } from './field-type.js';
import { equalityOperators, textSql } from './field-type.js';
import { isEmpty } from './clean-text.js';
import { readId } from './uuid-text.js';

/**
 * A document of a stream, kept by its id. Whether it exists and may be seen is for the one who registers to find out,
 * from `CompiledCard.references`.
 */
export const referenceType: FieldType<'reference'> = {
  type: 'reference',
  options: { stream: { type: 'string', pattern: '^[a-z][a-z0-9-]{0,39}$' } },
  requiredOptions: ['stream'],
  compile(definition) {
    return {
      definition,
      stores: 'string',
      check(value, path, faults) {
        if (isEmpty(value)) return undefined;
        return readId(value) ?? faults.add(path, 'not-a-reference', { stream: definition.stream });
      },
      sql: textSql(definition.key, equalityOperators),
      toScope: (value) => value,
      toText: String,
      pointers: (value, path, found) => {
        const id = readId(value);
        if (id !== undefined) found.references.push({ path, stream: definition.stream, id });
      },
    };
  },
};
