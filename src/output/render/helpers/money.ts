import type { Language } from '../../../platform/languages.js';
import { toMoney } from './decimal.js';
import type { Helper } from './helper.js';
import { formatDecimal } from './number.js';

/**
 * Money as papers in `language` write it, two digits after the mark, currency code behind: `1 234 567,50 EUR`.
 * All spaces inside are non-breaking. Rounds half up; never passes through floating point.
 */
export function formatMoney(value: unknown, language: Language, currency?: unknown): string {
  const money = toMoney('money', value, currency);
  return `${formatDecimal(money.amount, language, 2)}\u00a0${money.currency}`;
}

/**
 * `{{money document.fields.amount}}` or `{{money "12.50" "EUR"}}`; `bare=true` leaves the currency to the column's
 * head. Null prints nothing.
 */
export const moneyHelper: Helper = ({ args: [value, currency], named, language }) => {
  if (value === null) return '';
  if (named['bare'] !== true) return formatMoney(value, language, currency);
  return formatDecimal(toMoney('money', value, currency).amount, language, 2);
};
