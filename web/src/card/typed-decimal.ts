import { readDecimal } from '../../../src/streams/field-types/decimal-text.ts';
import { formatDecimal } from '../../../src/streams/field-types/format-text.ts';
import type { Language } from '../../../src/platform/languages.ts';

/**
 * A number as it stands in an input that nobody types into: by the customs of the language, as long as reading it again
 * gives the same number (`1,234` would not). Whatever is no number stays as it was typed.
 */
export function typedDecimal(text: string, language: string): string {
  const decimal = readDecimal(text);
  if (decimal === undefined || decimal === 'ambiguous') return text;
  const local = language === 'en' ? decimal : decimal.replace('.', ',');
  const forms = [formatDecimal(decimal, language as Language).replace('\u2212', '-'), local];
  return forms.find((form) => readDecimal(form) === decimal) ?? decimal;
}
