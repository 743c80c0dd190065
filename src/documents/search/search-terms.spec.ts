import fc from 'fast-check';
import { searchTerms, servedByTrigrams, termCondition } from './search-terms.js';

const ways = (q: string) => searchTerms(q).map((term) => term.ways);

describe('searchTerms', () => {
  it.each([
    ['žalia roščа', [[['žalia']], [['roščа']]]],
    ['R-2026-00012', [[['R-2026-00012']]]],
    ['12/2026', [[['12/2026'], ['122026']]]],
    ['+370 612 34567', [[['+370 612 34567'], ['37061234567']]]],
    ['8 (612) 345-67', [[['8 (612) 345-67'], ['861234567'], ['61234567']]]],
    ['+370 (8) 612 34567', [[['+370 (8) 612 34567'], ['37061234567']]]],
    ['0037061234567', [[['0037061234567'], ['37061234567']]]],
    ['526-000-12-46', [[['526-000-12-46'], ['5260001246']]]],
    ['8 495', [[['8']], [['495']]]],
    ['612 345', [[['612', '345'], ['612345']]]],
    [
      'Gamma 8 495 123-45-67 Vilnius',
      [[['Gamma']], [['8 495 123-45-67'], ['84951234567'], ['4951234567']], [['Vilnius']]],
    ],
    ['61234567', [[['61234567']]]],
    ['', []],
    ['\0 \0', []],
  ])('of "%s"', (q, expected) => {
    expect(ways(q)).toEqual(expected);
  });

  it('finds a telephone however it is written', () => {
    const stored = '+37061234567';
    for (const q of [
      '+370 612 34567',
      '8 612 34567',
      '8-612-34567',
      '(8 612) 34567',
      '00370 612 34567',
      '0 612 34567',
      '612 34567',
    ]) {
      const [term] = searchTerms(q);
      expect([q, term?.ways.some((parts) => parts.every((part) => stored.includes(part)))]).toEqual([q, true]);
    }
  });

  it('takes any text, loses no letter or digit of its first words, and escapes what LIKE would read', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (q) => {
        const terms = searchTerms(q);
        const words = q.replaceAll('\0', '').normalize('NFC').split(/\s+/).filter(Boolean).slice(0, 10);
        expect(terms.flatMap(({ typed }) => typed.split(' '))).toEqual(words);
        for (const term of terms) {
          const values: unknown[] = ['before'];
          const sql = termCondition(term, values);
          expect(values).toHaveLength(1 + term.ways.flat().length);
          expect(sql).not.toContain('undefined');
          for (const value of values.slice(1)) expect(String(value).slice(1, -1)).not.toMatch(/(?<!\\)(\\\\)*[%_]/);
        }
      }),
    );
  });

  it('knows what the trigram index can gather', () => {
    expect(servedByTrigrams(searchTerms('ab'))).toBe(false);
    expect(servedByTrigrams(searchTerms('ab abc'))).toBe(true);
    expect(servedByTrigrams(searchTerms('8 612 3'))).toBe(true);
    expect(servedByTrigrams([])).toBe(false);
  });
});
