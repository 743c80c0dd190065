import { readDecimal } from '../../../src/streams/field-types/decimal-text.ts';

/**
 * A number as it stands in an input: with the decimal sign of the language and without signs between thousands, so that
 * reading it again gives the same number. Whatever is no number stays as it was typed.
 */
export function typedDecimal(text: string, language: string): string {
  const decimal = readDecimal(text);
  if (decimal === undefined || decimal === 'ambiguous') return text;
  const local = language === 'en' ? decimal : decimal.replace('.', ',');
  return readDecimal(local) === decimal ? local : decimal;
}
