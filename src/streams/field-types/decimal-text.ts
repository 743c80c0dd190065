import { Big } from 'big.js';

/**
 * Reads a number as people write it, into plain decimal text: `1 234,50`, `1,234.50`, `-3`. Undefined where it is no
 * number; `ambiguous` where a lone comma or point could part thousands as well as decimals in `1,234`.
 */
export function readDecimal(text: string): string | 'ambiguous' | undefined {
  if (text.length > 60) return undefined;
  const compact = text.replace(/[\s\u00A0\u202F']/g, '').replace(/^\u2212/, '-');
  if (/^[+-]?\d+(\.\d+)?$/.test(compact)) return plain(compact);
  if (/^[+-]?\d{1,3},\d{3}$/.test(compact)) return 'ambiguous';
  if (/^[+-]?\d+,\d+$/.test(compact)) return plain(compact.replace(',', '.'));
  if (/^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/.test(compact)) return plain(compact.replaceAll(',', ''));
  if (/^[+-]?\d{1,3}(\.\d{3})+,\d+$/.test(compact)) return plain(compact.replaceAll('.', '').replace(',', '.'));
  return undefined;
}

/** Without a plus sign and leading zeros; a zero has no sign. */
function plain(text: string): string {
  const [, sign = '', digits = text] = /^([+-]?)0*(\d.*)$/.exec(text) ?? [];
  return sign === '-' && /[1-9]/.test(digits) ? `-${digits}` : digits;
}

/** A finite JavaScript number as plain decimal text, as precisely as it was written in JSON. */
export function decimalOf(value: number): string {
  const text = String(value);
  return text.includes('e') ? new Big(value).toFixed() : text;
}

/** Digits after the point. */
export function decimalsOf(decimal: string): number {
  const point = decimal.indexOf('.');
  return point < 0 ? 0 : decimal.length - point - 1;
}

/** Decimal text with at least `decimals` digits after the point and no needless zeros beyond them. */
export function padDecimal(decimal: string, decimals: number): string {
  const [whole = '', fraction = ''] = decimal.split('.');
  const needed = fraction.replace(/0+$/, '').padEnd(decimals, '0');
  return needed === '' ? whole : `${whole}.${needed}`;
}

/**
 * A result of binary arithmetic as a decimal with `decimals` digits, half away from zero. The noise of binary fractions
 * (0.1 + 0.2) lies beyond the fifteenth digit and is cut off first, so that 1.005 becomes 1.01.
 */
export function roundBinary(value: number, decimals: number): string {
  return new Big(value.toPrecision(15)).toFixed(decimals, Big.roundHalfUp);
}
