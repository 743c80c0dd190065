import Big from 'big.js';
import { describeValue, HelperFailure } from '../template-problem.js';

/** An amount of money as documents carry it: a decimal string and an ISO 4217 code. */
export interface Money {
  readonly amount: string;
  readonly currency: string;
}

/** Long enough for any sum an office writes down, short enough that no template can stall on it. */
const decimalPattern = /^-?\d{1,18}(\.\d{1,10})?$/;

/** Reads an exact decimal from a string such as `1234.50` or from a whole or short number; anything else fails. */
export function toDecimal(helper: string, value: unknown): Big {
  const text = typeof value === 'number' || value instanceof Big ? String(value) : value;
  if (typeof text !== 'string' || !decimalPattern.test(text)) {
    throw new HelperFailure(`${helper}: expected a decimal such as "1234.50", got ${describeValue(value)}`);
  }
  return new Big(text);
}

/** True for `{amount, currency}`. */
export function isMoney(value: unknown): value is Money {
  return typeof value === 'object' && value !== null && 'amount' in value && 'currency' in value;
}

/** Reads money given as `{amount, currency}`, or as a decimal followed by a currency code. */
export function toMoney(helper: string, value: unknown, currency?: unknown): { amount: Big; currency: string } {
  const given: { amount: unknown; currency: unknown } = isMoney(value) ? value : { amount: value, currency };
  if (typeof given.currency !== 'string' || !/^[A-Z]{3}$/.test(given.currency)) {
    throw new HelperFailure(
      `${helper}: expected money such as {"amount": "1234.50", "currency": "EUR"}, got ${describeValue(value)}`,
    );
  }
  return { amount: toDecimal(helper, given.amount), currency: given.currency };
}
