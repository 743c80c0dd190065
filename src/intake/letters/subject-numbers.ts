import { plainText } from './plain-text.js';

/** Between letters and digits of a registration number: `R-2026-00012`, `KL/12/2026`. */
const token = /[\p{L}\p{N}]+(?:[-/.№#_][\p{L}\p{N}]+)*/gu;

/**
 * What in a subject may be a registration number, so that it can be looked up: words with a digit and something else,
 * five characters or more. A bare figure ("Order 125") is never taken for a number.
 */
export function numbersInSubject(subject: string): string[] {
  const found = plainText(subject).slice(0, 1000).match(token) ?? [];
  const likely = found.filter((text) => text.length >= 5 && text.length <= 60 && /\d/.test(text) && /\D/.test(text));
  return [...new Set(likely)].slice(0, 20);
}
