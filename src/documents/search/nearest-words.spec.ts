import fc from 'fast-check';
import { editsToBeginning } from './nearest-words.js';

describe('editsToBeginning', () => {
  it.each([
    ['gamma', 'gamma', 0],
    ['gam', 'gamma', 0],
    ['gomma', 'gamma', 1],
    ['gmama', 'gamma', 1],
    ['gama', 'gamma', 1],
    ['gammma', 'gamma', 1],
    ['varminupy', 'varminupis', 1],
    ['enrgija', 'energija', 1],
    ['сиверный', 'северный', 1],
    ['abc', 'xyz', 3],
    ['abc', '', 3],
  ])('%s to %s', (typed, word, edits) => {
    expect(editsToBeginning(typed, word)).toBe(edits);
  });

  it('is nothing for beginnings, and at most one for one edit', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'ж', '😀'), minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(letters, letters, fc.nat(), fc.constantFrom('a', 'x'), (word, rest, place, letter) => {
        expect(editsToBeginning(word, word + rest)).toBe(0);
        const units = [...word];
        const index = place % units.length;
        const changed = units.with(index, letter).join('');
        const inserted = units.toSpliced(index, 0, letter).join('');
        const removed = units.toSpliced(index, 1).join('');
        for (const other of [changed, inserted, removed]) expect(editsToBeginning(other, word)).toBeLessThanOrEqual(1);
      }),
    );
  });
});
