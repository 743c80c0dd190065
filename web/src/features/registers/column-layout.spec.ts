import fc from 'fast-check';
import { layoutOf, move, narrowest, readLayout, resize, shift, toggle, widest } from './column-layout.ts';

const known = new Map(['number', 'title', 'status', 'amount'].map((key) => [key, { key, width: 120 }]));
const keys = (layout: readonly { key: string }[] | undefined) => layout?.map(({ key }) => key);
const layout = layoutOf(['number', 'title', 'status'], known);

describe('the columns of a register', () => {
  it('are those of the view that the stream knows, each once', () => {
    expect(keys(layoutOf(['title', 'gone', 'number', 'title'], known))).toEqual(['title', 'number']);
    expect(keys(layoutOf([], known))).toEqual(['number']);
    expect(layoutOf(['title', 'number'], known, { title: 300, number: 1 })).toEqual([
      { key: 'title', width: 300 },
      { key: 'number', width: narrowest },
    ]);
  });

  it.each([
    ['nothing', undefined],
    ['something else', { a: 1 }],
    ['fields that are gone', [{ key: 'gone', width: 100 }]],
    ['rubbish', [null, 3, 'title', {}]],
  ])('are not read from %s', (_, kept) => expect(readLayout(kept, known)).toBeUndefined());

  it('are read as far as they make sense', () => {
    const kept = [{ key: 'amount', width: 9999 }, { key: 'gone' }, { key: 'title' }, { key: 'amount', width: 70 }];
    expect(readLayout(kept, known)).toEqual([
      { key: 'amount', width: widest },
      { key: 'title', width: 120 },
    ]);
  });

  it('are dragged to the place of another, in both directions', () => {
    expect(keys(move(layout, 'status', 'number'))).toEqual(['status', 'number', 'title']);
    expect(keys(move(layout, 'number', 'status'))).toEqual(['title', 'status', 'number']);
    expect(keys(shift(layout, 'title', -1))).toEqual(['title', 'number', 'status']);
    expect(keys(shift(layout, 'status', 1))).toEqual(['number', 'title', 'status']);
  });

  it('are never lost or doubled, and always as wide as can be used, whatever is done', () => {
    const key = fc.constantFrom(...known.keys(), 'gone');
    const deed = fc.oneof(
      fc.tuple(fc.constant('move' as const), key, key),
      fc.tuple(fc.constant('shift' as const), key, fc.constantFrom(-1 as const, 1 as const)),
      fc.tuple(fc.constant('resize' as const), key, fc.integer({ min: -500, max: 5000 })),
    );
    fc.assert(
      fc.property(fc.array(deed), (deeds) => {
        let after = layout;
        for (const [what, name, by] of deeds) {
          if (what === 'move') after = move(after, name, by);
          else if (what === 'shift') after = shift(after, name, by);
          else after = resize(after, name, by);
        }
        expect(keys(after)?.sort()).toEqual(keys(layout)?.sort());
        expect(after.every(({ width }) => width >= narrowest && width <= widest)).toBe(true);
        expect(readLayout(JSON.parse(JSON.stringify(after)), known)).toEqual(after);
      }),
    );
  });

  it('are shown at the end and taken away, but for the last', () => {
    const amount = { key: 'amount', width: 120 };
    expect(keys(toggle(layout, amount))).toEqual(['number', 'title', 'status', 'amount']);
    expect(toggle(toggle(layout, amount), amount)).toEqual(layout);
    expect(keys(toggle([amount], amount))).toEqual(['amount']);
  });
});
