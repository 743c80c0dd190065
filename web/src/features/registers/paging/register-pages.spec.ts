import fc from 'fast-check';
import { farthest, pageSize, pagesOf, pagesToLoad, startOf } from './register-pages.ts';

describe('which pages to load', () => {
  it.each([
    [0, 24, 300_000, false, [0]],
    [30, 54, 300_000, false, [0, 1]],
    [80, 104, 300_000, false, [0, 1]],
    [160, 184, 300_000, true, [1]],
    [120, 144, 300_000, true, [0, 1]],
    [149_990, 150_015, 300_000, false, [1499, 1500]],
    [299_980, 299_999, 300_000, false, [2999]],
    [0, 24, 7, false, [0]],
    [0, 24, 0, false, []],
  ])('rows %i to %i of %i (backward: %s)', (first, last, total, backward, pages) =>
    expect(pagesToLoad(first, last, total, backward)).toEqual(pages),
  );

  it('are all that are in view and never more than one beside', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.nat(60), fc.nat(1_000_000), fc.boolean(), (first, seen, beyond, backward) => {
        const total = first + seen + 1 + beyond;
        const pages = pagesToLoad(first, first + seen, total, backward);
        expect(pages).toEqual(expect.arrayContaining(pagesOf(first, first + seen)));
        expect(pages.length).toBeLessThanOrEqual(pagesOf(first, first + seen).length + 1);
        expect(pages.every((page) => page * pageSize < total)).toBe(true);
      }),
    );
  });
});

describe('where a page begins', () => {
  const places = { every: 1000, cursors: Array.from({ length: 299 }, (_, index) => `after ${(index + 1) * 1000}`) };
  const loaded = (...pages: number[]) => ({
    cursorAfter: (page: number) => (pages.includes(page) ? `after ${(page + 1) * pageSize}` : undefined),
  });

  it.each([
    ['the first page', 0, loaded(), {}],
    ['the page after a loaded one', 8, loaded(7), { cursor: 'after 800' }],
    ['some pages after a loaded one', 10, loaded(7), { cursor: 'after 800', skip: 200 }],
    ['near the beginning', 5, loaded(), { skip: 500 }],
    ['far from everything', 1500, loaded(0, 1), 'far'],
    ['far, from a place', 1503, { ...loaded(0), places }, { cursor: 'after 150000', skip: 300 }],
    ['the last page', 2999, { ...loaded(0), places }, { cursor: 'after 299000', skip: 900 }],
    [
      'a page beyond the last place, for a list that has grown',
      3012,
      { ...loaded(), places },
      { cursor: 'after 299000', skip: 2200 },
    ],
    ['a page behind the end', 4, { cursorAfter: (page: number) => (page === 3 ? null : undefined) }, 'end'],
  ])('%s', (_, page, known, start) => expect(startOf(page, known)).toEqual(start));

  it('is always the position of the page, by whatever way', () => {
    fc.assert(
      fc.property(fc.nat(2999), fc.uniqueArray(fc.nat(2999)), fc.boolean(), (page, pages, withPlaces) => {
        const start = startOf(page, { ...loaded(...pages), ...(withPlaces && { places }) });
        if (start === 'far') return expect(withPlaces).toBe(false);
        if (start === 'end') throw new Error('Nothing ended.');
        const from = Number((start.cursor ?? 'after 0').slice('after '.length));
        expect(from + (start.skip ?? 0)).toBe(page * pageSize);
        expect(start.skip ?? 0).toBeLessThanOrEqual(farthest);
      }),
    );
  });
});
