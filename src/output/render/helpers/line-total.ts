import Big from 'big.js';
import { describeValue, HelperFailure } from '../template-problem.js';
import { isMoney, toDecimal, toMoney, type Money } from './decimal.js';
import type { Helper } from './helper.js';

/** Quantity times price of one line, rounded half up to cents; money where the price is money. */
export function lineTotal(line: unknown): string | Money {
  if (typeof line !== 'object' || line === null || !('quantity' in line) || !('price' in line)) {
    throw new HelperFailure(`lineTotal: expected a line with quantity and price, got ${describeValue(line)}`);
  }
  const quantity = toDecimal('lineTotal', line.quantity);
  if (isMoney(line.price)) {
    const price = toMoney('lineTotal', line.price);
    return { amount: quantity.times(price.amount).toFixed(2, Big.roundHalfUp), currency: price.currency };
  }
  return quantity.times(toDecimal('lineTotal', line.price)).toFixed(2, Big.roundHalfUp);
}

/** `{{money (lineTotal this)}}` inside `{{#each lines}}`. */
export const lineTotalHelper: Helper = ({ args: [line] }) => lineTotal(line);
