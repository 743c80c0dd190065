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
 * head, `exact=true` shows every digit of a price that has more than two. Null prints nothing.
 */
export const moneyHelper: Helper = ({ args: [value, currency], named, language }) => {
  if (value === null) return '';
  const money = toMoney('money', value, currency);
  const places = named['exact'] === true ? Math.max(2, (money.amount.toFixed().split('.')[1] ?? '').length) : 2;
  const figures = formatDecimal(money.amount, language, places);
  return named['bare'] === true ? figures : `${figures}\u00a0${money.currency}`;
};
