import { sayPhone } from './say-phone.ts';

/**
 * What is asked of a register when somebody types `text`. Telephone numbers are kept in international form without
 * anything between the digits, so one typed as people write it goes without its spaces and national prefix.
 */
export function searchable(text: string): string {
  const trimmed = text.trim();
  if (!/^[\d\s()+./-]{5,}$/.test(trimmed)) return trimmed;
  const digits = trimmed.replace(/\D/g, '');
  return trimmed.startsWith('+') ? `+${digits}` : digits.replace(/^(00|[08](?=\d{8}))/, '');
}

/** What tells documents with the same title apart: numbers and addresses on the card, two at most. */
export function tellApart(fields: Readonly<Record<string, unknown>>): string[] {
  const { taxNumber, phone, email } = fields;
  const words = [taxNumber, typeof phone === 'string' ? sayPhone(phone) : undefined, email];
  return words.filter((word): word is string => typeof word === 'string' && word !== '').slice(0, 2);
}
