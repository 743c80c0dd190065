import fc from 'fast-check';
import { findMarks, folded, snippetOf, type Mark } from './marks.js';

const shown = (text: string, marks: readonly Mark[]) => marks.map(([start, end]) => text.slice(start, end));

describe('findMarks', () => {
  it.each([
    ['UAB „Žalia Roščа“', ['zal'], ['Žal']],
    ['Łąka Śląska', ['laka', 'slask'], ['Łąka', 'Śląsk']],
    ['Ёлка и ель', ['елка'], ['Ёлка']],
    ['Йод', ['йод'], ['Йод']],
    ['Йод', ['иод'], []],
    ['Straße 12', ['strasse'], ['Straße']],
    ['banana', ['an'], ['anan']],
    ['anna', ['x'], []],
    ['e\u0301clair', ['ec'], ['e\u0301c']],
    ['+370 612 34567', ['612', '34567'], ['612', '34567']],
  ])('in "%s"', (text, needles, expected) => {
    expect(shown(text, findMarks(text, needles))).toEqual(expected);
  });

  it('gives ranges in order that do not touch, lie inside, and hold what was looked for', () => {
    const text = fc.string({ unit: fc.constantFrom(...'aąbßёй😀„ e\u0301'), maxLength: 40 });
    fc.assert(
      fc.property(
        text,
        fc.array(fc.string({ unit: fc.constantFrom(...'absей'), minLength: 1, maxLength: 2 })),
        (original, needles) => {
          const marks = findMarks(original, needles);
          let last = -1;
          for (const [start, end] of marks) {
            expect(start).toBeGreaterThan(last);
            expect(end).toBeGreaterThan(start);
            expect(end).toBeLessThanOrEqual(original.length);
            expect(needles.some((needle) => folded(original.slice(start, end)).includes(needle))).toBe(true);
            last = end;
          }
          const present = needles.some((needle) => folded(original).includes(needle));
          expect(marks.length > 0).toBe(present);
        },
      ),
    );
  });
});

describe('snippetOf', () => {
  it('is short, keeps the marked words and moves the marks along', () => {
    const words = fc.array(fc.constantFrom('lorem', 'ipsum', 'dolor', '😀😀', 'neque'), { maxLength: 120 });
    fc.assert(
      fc.property(words, words, (before, after) => {
        const text = [...before, 'needle', ...after].join(' ');
        const snippet = snippetOf(text, findMarks(text, ['needle']));
        expect(snippet.text.length).toBeLessThanOrEqual(170);
        expect(shown(snippet.text, snippet.marks)).toEqual(['needle']);
        expect(snippet.text).not.toMatch(/\p{Cs}/u);
      }),
    );
  });

  it('cuts a text without spaces', () => {
    const snippet = snippetOf('😀'.repeat(300), []);
    expect(snippet.text).not.toMatch(/\p{Cs}/u);
    expect(snippet.text.length).toBeLessThan(170);
  });
});
