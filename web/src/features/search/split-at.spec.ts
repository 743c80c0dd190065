import fc from 'fast-check';
import { splitAt } from './split-at.ts';

describe('text with marks', () => {
  it('is cut at them', () => {
    expect(splitAt('Nordic Pumps', [[7, 11]])).toEqual([
      { part: 'Nordic ', marked: false },
      { part: 'Pump', marked: true },
      { part: 's', marked: false },
    ]);
  });

  it('is never lost, whatever the marks are', () => {
    const mark = fc.tuple(fc.integer({ min: -5, max: 50 }), fc.integer({ min: -5, max: 50 }));
    fc.assert(
      fc.property(fc.string(), fc.array(mark), (text, marks) => {
        expect(
          splitAt(text, marks)
            .map(({ part }) => part)
            .join(''),
        ).toBe(text);
      }),
    );
  });
});
