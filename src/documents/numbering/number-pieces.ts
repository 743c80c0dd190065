import { formatNumber } from '../../streams/numbering/number-pattern.js';

/**
 * A numbering pattern with everything filled but the counter, which only the database knows: the texts around the
 * counters, and for each text the least number of digits of the counter that follows it (0 for the last: none follows).
 */
export interface NumberPieces {
  readonly texts: string[];
  readonly digits: number[];
}

/** Takes a pattern apart for the statement that draws the counter. The statement and `formatNumber` give the same text. */
export function numberPieces(pattern: string, date: string, unit?: string): NumberPieces {
  const parts = pattern.split(/\{counter(?::(\d{1,2}))?\}/);
  const texts: string[] = [];
  const digits: number[] = [];
  for (let index = 0; index < parts.length; index += 2) {
    texts.push(formatNumber(parts[index] ?? '', { counter: 0, date, unit }));
    digits.push(index + 1 < parts.length ? Math.max(1, Number(parts[index + 1] ?? 1)) : 0);
  }
  return { texts, digits };
}

/** SQL text of the number: arrays `texts` and `digits` of `numberPieces`, and the drawn counter, as SQL expressions. */
export function numberSql(texts: string, digits: string, counter: string): string {
  return `(SELECT string_agg(
      piece.text || CASE piece.digits WHEN 0 THEN ''
        ELSE lpad(${counter}::text, greatest(piece.digits, length(${counter}::text)), '0') END, '' ORDER BY piece.place)
    FROM unnest(${texts}::text[], ${digits}::int[]) WITH ORDINALITY AS piece (text, digits, place))`;
}
