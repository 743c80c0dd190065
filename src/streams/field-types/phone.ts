import type { CountryCode } from 'libphonenumber-js/core';
import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/core';
import metadata from 'libphonenumber-js/metadata.min';
import type { FieldType } from './field-type.js';
import { textOperators, textSql } from './field-type.js';
import { isEmpty } from './clean-text.js';

/** Numbers remembered by each field: parsing one takes some twenty microseconds. */
const remembered = 2000;

/** A telephone number, kept in E.164 (`+37061234567`) and shown with spaces. */
export const phoneType: FieldType<'phone'> = {
  type: 'phone',
  options: {
    countries: { type: 'array', items: { type: 'string', pattern: '^[A-Z]{2}$' }, minItems: 1, maxItems: 20 },
  },
  verify: (definition) =>
    (definition.countries ?? [])
      .map((country, index) => ({
        path: `countries[${index}]`,
        message: `"${country}" is no country of ISO 3166.`,
        country,
      }))
      .filter(({ country }) => !isCountry(country))
      .map(({ path, message }) => ({ path, message })),
  compile(definition) {
    const countries = (definition.countries ?? []).filter(isCountry);
    const memory = new Map<string, string | undefined>();
    return {
      definition,
      stores: 'string',
      check(value, path, faults) {
        if (isEmpty(value)) return undefined;
        const text = typeof value === 'number' ? String(value) : value;
        if (typeof text !== 'string' || text.length > 60) return faults.add(path, 'not-a-phone');
        if (text.trim() === '') return undefined;
        if (!memory.has(text)) {
          if (memory.size >= remembered) memory.clear();
          memory.set(text, readPhone(text, countries));
        }
        return memory.get(text) ?? faults.add(path, 'not-a-phone');
      },
      sql: textSql(definition.key, textOperators),
      toScope: (value) => value,
      toText: (value) => parsePhoneNumberFromString(String(value), metadata)?.formatInternational() ?? String(value),
    };
  },
};

function isCountry(country: string): country is CountryCode {
  return isSupportedCountry(country as CountryCode, metadata);
}

function readPhone(text: string, countries: readonly CountryCode[]): string | undefined {
  const international = text.replace(/^\s*00(?=[1-9])/, '+');
  for (const country of international.trim().startsWith('+') ? [undefined] : [...countries]) {
    const options = { ...(country && { defaultCountry: country }), extract: false };
    const parsed = parsePhoneNumberFromString(international, options, metadata);
    if (parsed?.isValid()) return parsed.number;
  }
  return undefined;
}
