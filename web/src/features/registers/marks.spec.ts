import fc from 'fast-check';
import { allMarks, countMarks, isMarked, markEach, noMarks, toggleMark, type Marks } from './marks.ts';

const list = Array.from({ length: 12 }, (_, index) => `d${index}`);
const marked = (marks: Marks) => list.filter((id) => isMarked(marks, id));

describe('marked rows', () => {
  it('are none, one, a range, or all but some', () => {
    expect(marked(noMarks)).toEqual([]);
    expect(marked(toggleMark(noMarks, 'd3'))).toEqual(['d3']);
    expect(marked(markEach(toggleMark(noMarks, 'd3'), ['d1', 'd2']))).toEqual(['d1', 'd2', 'd3']);
    expect(marked(toggleMark(allMarks, 'd3'))).toEqual(list.filter((id) => id !== 'd3'));
    expect(marked(markEach(toggleMark(allMarks, 'd3'), ['d2', 'd3']))).toEqual(list);
  });

  it('are counted as they are shown, whatever was pressed', () => {
    const press = fc.oneof(
      fc.tuple(fc.constant('toggle' as const), fc.constantFrom(...list)),
      fc.tuple(fc.constant('each' as const), fc.subarray(list)),
    );
    fc.assert(
      fc.property(fc.boolean(), fc.array(press), (all, presses) => {
        let marks = all ? allMarks : noMarks;
        for (const [what, which] of presses) {
          marks = what === 'toggle' ? toggleMark(marks, which) : markEach(marks, which);
        }
        expect(countMarks(marks, list.length)).toBe(marked(marks).length);
      }),
    );
  });
});
