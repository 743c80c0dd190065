import type { FieldType } from './field-type.js';
import { textOperators, textSql } from './field-type.js';
import { isEmpty } from './clean-text.js';

// Every label ends at a dot and may not contain one, so there is only one way to match and no backtracking to speak of.
const address =
  /^[^\s@<>()",;:\\[\]\p{Cc}]{1,64}@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+[\p{L}\p{N}-]{2,63}$/u;

/** One e-mail address, kept in small letters so that it can be found. At most 254 characters (RFC 5321). */
export const emailType: FieldType<'email'> = {
  type: 'email',
  options: {},
  compile(definition) {
    return {
      definition,
      stores: 'string',
      check(value, path, faults) {
        if (isEmpty(value)) return undefined;
        if (typeof value !== 'string' || value.length > 400) return faults.add(path, 'not-an-email');
        const trimmed = value.trim();
        if (trimmed === '') return undefined;
        const bare = trimmed.normalize('NFC').toLowerCase().normalize('NFC');
        return bare.length <= 254 && address.test(bare) ? bare : faults.add(path, 'not-an-email');
      },
      sql: textSql(definition.key, textOperators),
      toScope: (value) => value,
      toText: String,
    };
  },
};
