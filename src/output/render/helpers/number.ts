import Big from 'big.js';
import type { Language } from '../../../platform/languages.js';
import type { Helper } from './helper.js';
import { toDecimal } from './decimal.js';

/** Written between groups of three digits; a non-breaking space keeps a number on one line. */
const groupMark: Record<Language, string> = { en: ',', ru: '\u00a0', pl: '\u00a0', lt: '\u00a0' };
const decimalMark: Record<Language, string> = { en: '.', ru: ',', pl: ',', lt: ',' };

/**
 * A decimal as papers in `language` write it: `1 234 567,50` (ru, pl, lt) or `1,234,567.50` (en). With `places` it is
 * rounded half up to so many digits after the mark; without, every digit that was given is shown.
 */
export function formatDecimal(value: Big, language: Language, places?: number): string {
  const text = places === undefined ? value.toFixed() : value.toFixed(places, Big.roundHalfUp);
  const negative = text.startsWith('-') && /[1-9]/.test(text);
  const [whole = '0', fraction] = text.replace('-', '').split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, groupMark[language]);
  return (negative ? '\u2212' : '') + grouped + (fraction === undefined ? '' : decimalMark[language] + fraction);
}

/** `{{number quantity}}`, `{{number ratio 2}}`: a decimal in the paper's language. Null prints nothing. */
export const numberHelper: Helper = ({ args: [value, places], language }) => {
  if (value === null) return '';
  return formatDecimal(toDecimal('number', value), language, typeof places === 'number' ? places : undefined);
};
