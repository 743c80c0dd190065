import Big from 'big.js';
import { describeValue, HelperFailure } from '../template-problem.js';
import { isMoney, toDecimal, toMoney, type Money } from './decimal.js';
import type { Helper } from './helper.js';

/**
 * `{{money (sum stages "amount")}}`: the exact sum of one member over a list. Money sums to money and must be of one
 * currency; decimals sum to a decimal string. An item whose member is null counts as nothing.
 */
export function sumOf(list: unknown, member: unknown): string | Money {
  if (!Array.isArray(list) || typeof member !== 'string') {
    throw new HelperFailure(`sum: expected a list and the name of a member, got ${describeValue(list)}`);
  }
  let total = new Big(0);
  let currency: string | undefined;
  for (const item of list as unknown[]) {
    const value = typeof item === 'object' && item !== null ? (item as Record<string, unknown>)[member] : undefined;
    if (value === null) continue;
    if (!isMoney(value)) {
      total = total.plus(toDecimal('sum', value));
      continue;
    }
    const money = toMoney('sum', value);
    if (currency !== undefined && currency !== money.currency) {
      throw new HelperFailure(`sum: expected one currency, got ${currency} and ${money.currency}`);
    }
    currency = money.currency;
    total = total.plus(money.amount);
  }
  return currency === undefined ? total.toFixed() : { amount: total.toFixed(), currency };
}

/** See `sumOf`. */
export const sumHelper: Helper = ({ args: [list, member] }) => sumOf(list, member);
