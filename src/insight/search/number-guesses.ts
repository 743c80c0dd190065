import type { CompiledCard } from '../../streams/card/compile-card.js';
import { formatNumber } from '../../streams/numbering/number-pattern.js';

/** A number that a document of the stream may have. */
export interface NumberGuess {
  readonly stream: string;
  readonly number: string;
}

/**
 * The registration numbers that somebody may mean by `q`: the number itself in either case, or the counter alone
 * (`12` for `R-2026-00012`), of the year of `today` (`YYYY-MM-DD`) and the one before.
 */
export function numberGuesses(cards: readonly CompiledCard[], q: string, today: string): NumberGuess[] {
  if (q === '' || q.length > 60) return [];
  return cards.flatMap(({ stream, definition: { numbering } }) => {
    const numbers = new Set([q, q.toUpperCase()]);
    for (const number of byCounter(numbering.pattern, q, today)) numbers.add(number);
    return [...numbers].map((number) => ({ stream, number }));
  });
}

function byCounter(pattern: string, typed: string, today: string): string[] {
  if (!/^\d{1,9}$/.test(typed) || /\{(month|day|unit)\}/.test(pattern)) return [];
  const year = Number(today.slice(0, 4));
  return [today, `${year - 1}-12-31`].map((date) => formatNumber(pattern, { counter: Number(typed), date }));
}
