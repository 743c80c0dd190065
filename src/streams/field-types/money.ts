import { Big } from 'big.js';
import type { MoneyField } from '../definition/field-definition.js';
import type { Faults } from './faults.js';
import type { CompiledField, FieldSql, FieldType, JsonValue } from './field-type.js';
import { castSql, orderOperators } from './field-type.js';
import { decimalOf, decimalsOf, padDecimal, readDecimal } from './decimal-text.js';
import { formatDecimal } from './format-text.js';
import { isEmpty } from './clean-text.js';

/** Money as it is stored. */
export interface Money {
  /** Plain decimal text with at least the digits of the currency: `1234.50`. */
  readonly amount: string;
  /** ISO 4217. */
  readonly currency: string;
}

const knownCurrencies = new Set(Intl.supportedValuesOf('currency'));
const currencyDigits = new Map<string, number>();
/** Digits before the point that are still a sum of money and fit any ledger. */
const maxWholeDigits = 15;

/** Digits after the point that a currency has (ISO 4217): EUR 2, JPY 0. */
export function digitsOf(currency: string): number {
  let digits = currencyDigits.get(currency);
  if (digits === undefined) {
    const format = new Intl.NumberFormat('en', { style: 'currency', currency });
    currencyDigits.set(currency, (digits = format.resolvedOptions().maximumFractionDigits ?? 2));
  }
  return digits;
}

/** True for a currency code of ISO 4217 in capital letters. */
export function isCurrency(code: string): boolean {
  return knownCurrencies.has(code);
}

/** An amount with its currency. Also taken: a number or text where the field has a currency of its own. */
export const moneyType: FieldType<'money'> = {
  type: 'money',
  options: {
    currency: { type: 'string', pattern: '^[A-Z]{3}$' },
    currencies: { type: 'array', items: { type: 'string', pattern: '^[A-Z]{3}$' }, minItems: 1, uniqueItems: true },
    decimals: { type: 'integer', minimum: 0, maximum: 6 },
    min: { type: 'string', pattern: '^-?\\d{1,15}(\\.\\d{1,6})?$' },
    sum: { type: 'boolean' },
  },
  verify(definition) {
    const named: [string, string][] = (definition.currencies ?? []).map((code, i) => [`currencies[${i}]`, code]);
    if (definition.currency !== undefined) named.push(['currency', definition.currency]);
    const problems = named
      .filter(([, code]) => !isCurrency(code))
      .map(([path, code]) => ({ path, message: `"${code}" is not a currency of ISO 4217.` }));
    if (definition.currency !== undefined && definition.currencies?.includes(definition.currency) === false)
      problems.push({ path: 'currency', message: 'The currency must be one of the currencies.' });
    return problems;
  },
  compile(definition): CompiledField {
    return {
      definition,
      stores: 'object',
      check: (value, path, faults) => checkMoney(value, definition, path, faults),
      sql: moneySql(definition.key),
      toScope(value) {
        const { amount, currency } = value as unknown as Money;
        return { amount: Number(amount), currency };
      },
      toText(value, language) {
        const { amount, currency } = value as unknown as Money;
        return `${formatDecimal(amount, language)}\u00A0${currency}`;
      },
    };
  },
};

function checkMoney(value: unknown, definition: MoneyField, path: string, faults: Faults): JsonValue | undefined {
  if (isEmpty(value)) return undefined;
  const given =
    typeof value === 'object' && !Array.isArray(value)
      ? (value as Partial<Record<string, unknown>>)
      : {
          amount: value,
        };
  if (isEmpty(given.amount)) return undefined;
  const decimal = readAmount(given.amount);
  if (decimal === undefined) return faults.add(path, 'not-a-number');
  if (decimal === 'ambiguous') return faults.add(path, 'ambiguous-number');
  const currency = readCurrency(given.currency, definition, path, faults);
  return currency === undefined ? undefined : checkAmount(decimal, currency, definition, path, faults);
}

function readAmount(amount: unknown): string | undefined {
  if (typeof amount === 'number') return Number.isFinite(amount) ? decimalOf(amount) : undefined;
  return typeof amount === 'string' ? readDecimal(amount) : undefined;
}

function readCurrency(given: unknown, definition: MoneyField, path: string, faults: Faults): string | undefined {
  const currency = isEmpty(given) ? definition.currency : given;
  if (currency === undefined) return faults.add(path, 'currency-missing');
  const code = typeof currency === 'string' ? currency.trim().toUpperCase() : '';
  if (!knownCurrencies.has(code)) return faults.add(path, 'currency-unknown');
  if (definition.currencies?.includes(code) === false)
    return faults.add(path, 'currency-not-allowed', { allowed: definition.currencies.join(', ') });
  return code;
}

function checkAmount(
  decimal: string,
  currency: string,
  definition: MoneyField,
  path: string,
  faults: Faults,
): JsonValue | undefined {
  const digits = digitsOf(currency);
  const allowed = definition.decimals ?? digits;
  const amount = padDecimal(decimal, digits);
  if (decimalsOf(padDecimal(decimal, 0)) > allowed) return faults.add(path, 'too-many-decimals', { max: allowed });
  if (amount.replace(/^-|\..*$/g, '').length > maxWholeDigits)
    return faults.add(path, 'too-large', { max: '999 999 999 999 999' });
  if (definition.min !== undefined && new Big(amount).lt(definition.min))
    return faults.add(path, 'too-small', { min: definition.min });
  return { amount, currency };
}

/** Comparison by amount; a value that names its currency is compared within that currency only. */
export function moneySql(key: string): FieldSql {
  return {
    expression: (column) => castSql(column, key, 'object', `${column}->'${key}'->>'amount'`),
    cast: 'numeric',
    operators: orderOperators,
    parameter: (value) => (value as unknown as Money).amount,
    also: (column, value) => ({
      expression: `${column}->'${key}'->>'currency'`,
      parameter: (value as unknown as Money).currency,
    }),
  };
}
