import type { Tx } from '../../platform/context.js';

const leastLength = 4;
const mostLetters = 30;
const mostWords = 4;

/**
 * Words of documents that differ from `typed` by a slip of the pen: one edit in a short word, two in a longer one. A word
 * that is still being typed is compared with beginnings. The nearest come first; `typed` itself is not among them. Words
 * of documents that the asker may not see can be among them, so they may be searched for, but not shown.
 */
export async function nearestWords(tx: Tx, typed: string): Promise<string[]> {
  const word = typed.normalize('NFC').toLowerCase();
  if (!/^\p{L}+$/u.test(word) || word.length < leastLength || word.length > mostLetters) return [];
  const limit = tx.query("SELECT set_config('pg_trgm.word_similarity_threshold', '0.4', true)");
  const rows = tx.query<{ asked: string; word: string }>(alike, [word]);
  await limit;
  const found = (await rows).map((row) => ({ word: row.word, edits: editsToBeginning(row.asked, row.word) }));
  return found
    .filter(({ edits }) => edits > 0 && edits <= (word.length <= 5 ? 1 : 2))
    .sort((a, b) => a.edits - b.edits || (a.word < b.word ? -1 : 1))
    .slice(0, mostWords)
    .map((entry) => entry.word);
}

const alike = `
  WITH asked AS MATERIALIZED (SELECT search_form($1) AS asked)
  SELECT asked, w.word FROM asked, search_word w WHERE asked <% w.word
  ORDER BY word_similarity(asked, w.word) DESC, length(w.word) LIMIT 30`;

/**
 * The least number of edits (a letter more, less, another, or two in the wrong order) that make `typed` a beginning of
 * `word`.
 */
export function editsToBeginning(typed: string, word: string): number {
  const [from, to] = [[...typed], [...word]];
  const rows: number[][] = [to.map((_, index) => index)];
  rows[0]?.push(to.length);
  for (let i = 1; i <= from.length; i++) {
    const row = [i];
    for (let j = 1; j <= to.length; j++) {
      const same = from[i - 1] === to[j - 1];
      let best = Math.min(at(rows, i - 1, j) + 1, (row[j - 1] ?? 0) + 1, at(rows, i - 1, j - 1) + (same ? 0 : 1));
      const swapped = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      if (swapped) best = Math.min(best, at(rows, i - 2, j - 2) + 1);
      row.push(best);
    }
    rows.push(row);
  }
  return Math.min(...(rows[from.length] ?? [from.length]));
}

function at(rows: readonly (readonly number[])[], i: number, j: number): number {
  return rows[i]?.[j] ?? Number.MAX_SAFE_INTEGER;
}
