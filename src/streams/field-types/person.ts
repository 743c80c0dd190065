import type { FieldType } from './field-type.js';
import { equalityOperators, textSql } from './field-type.js';
import { isEmpty } from './clean-text.js';
import { readId } from './uuid-text.js';

/** A person of the organisation, kept by the id. */
export const personType: FieldType<'person'> = {
  type: 'person',
  options: {},
  compile(definition) {
    return {
      definition,
      stores: 'string',
      check(value, path, faults) {
        if (isEmpty(value)) return undefined;
        return readId(value) ?? faults.add(path, 'not-a-person');
      },
      sql: textSql(definition.key, equalityOperators),
      toScope: (value) => value,
      toText: String,
      pointers: (value, path, found) => {
        const id = readId(value);
        if (id !== undefined) found.persons.push({ path, id });
      },
    };
  },
};
