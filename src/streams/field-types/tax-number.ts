import { stdnum } from 'stdnum';
import type { FieldType } from './field-type.js';
import { textOperators, textSql } from './field-type.js';
import { isEmpty } from './clean-text.js';
import { isLithuanianCompanyCode } from './lithuanian-company-code.js';

const countryCodes = ['LT', 'PL', 'RU'] as const;
type TaxCountry = (typeof countryCodes)[number];

const validators: Readonly<Record<TaxCountry, (digits: string) => boolean>> = {
  /** Company code of nine digits, VAT code (PVM) of nine or twelve. */
  LT: (digits) => isLithuanianCompanyCode(digits) || stdnum.LT?.pvm?.validate(digits).isValid === true,
  /** NIP, ten digits. */
  PL: (digits) => stdnum.PL?.nip?.validate(digits).isValid === true,
  /** INN, ten digits of a firm or twelve of a person. */
  RU: (digits) => stdnum.RU?.inn?.validate(digits).isValid === true,
};

/** The number by which the tax office knows a client, kept as digits alone. Check digits must be right. */
export const taxNumberType: FieldType<'taxNumber'> = {
  type: 'taxNumber',
  options: { countries: { type: 'array', items: { enum: [...countryCodes] }, minItems: 1, uniqueItems: true } },
  compile(definition) {
    const countries = countryCodes.filter((country) => definition.countries?.includes(country) ?? true);
    const allowed = countries.join(', ');
    return {
      definition,
      stores: 'string',
      check(value, path, faults) {
        if (isEmpty(value)) return undefined;
        const text = typeof value === 'number' ? String(value) : value;
        if (typeof text !== 'string' || text.length > 40) return faults.add(path, 'not-a-tax-number', { allowed });
        const compact = text.toUpperCase().replace(/[\s\u00A0.\-\u2013/]/g, '');
        if (compact === '') return undefined;
        const [, prefix, digits = ''] = /^([A-Z]{2})?(\d{9,12})$/.exec(compact) ?? [];
        const tried = prefix === undefined ? countries : countries.filter((country) => country === prefix);
        return tried.some((country) => validators[country](digits))
          ? digits
          : faults.add(path, 'not-a-tax-number', { allowed });
      },
      sql: textSql(definition.key, textOperators),
      toScope: (value) => value,
      toText: String,
    };
  },
};
