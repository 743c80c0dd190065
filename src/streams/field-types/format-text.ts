import type { Language } from '../../platform/languages.js';

/**
 * Decimal text with the separators of the language: en `1,234.50`, the others `1 234,50` with a no-break space. No
 * digit is lost, whatever the length. In Polish four digits stay together, as its typography has it.
 */
export function formatDecimal(decimal: string, language: Language): string {
  const [, sign = '', whole = '', fraction] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(decimal) ?? [];
  if (whole === '') return decimal;
  const separator = language === 'en' ? ',' : '\u00A0';
  const grouped = language === 'pl' && whole.length < 5 ? whole : whole.replace(/\B(?=(\d{3})+$)/g, separator);
  const minus = sign === '' ? '' : '\u2212';
  return `${minus}${grouped}${fraction === undefined ? '' : (language === 'en' ? '.' : ',') + fraction}`;
}

/** `YYYY-MM-DD` as people write it: `24.12.2026` in Russian and Polish, ISO in Lithuanian, `24 Dec 2026` in English. */
export function formatDate(date: string, language: Language): string {
  const [, year = '', month = '', day = ''] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date) ?? [];
  if (year === '' || language === 'lt') return date;
  if (language === 'en') return `${Number(day)} ${englishMonths[Number(month) - 1] ?? month} ${year}`;
  return `${day}.${month}.${year}`;
}

const englishMonths = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
