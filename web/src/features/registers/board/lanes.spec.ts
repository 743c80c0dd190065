import { withMoves, withoutMoved, type Lane, type Move } from './lanes.ts';

const document = (id: string, status: string) => ({ id, status }) as Lane['items'][number];
const lane = (status: string, ...ids: string[]): Lane => ({
  ...{ status, count: ids.length, more: false, nextCursor: null, filter: { and: [] } },
  items: ids.map((id) => document(id, status)),
});
const shape = (lanes: readonly Lane[]) => lanes.map(({ count, items }) => [count, items.map(({ id }) => id).join('')]);
const move = (id: string, from: string, to: string): [string, Move] => [id, { document: document(id, from), to }];

describe('lanes of a board', () => {
  const lanes = [lane('draft', 'a', 'b'), lane('signing', 'c'), lane('done')];

  it('show a card in the lane that it was dropped into, on top, and count it there', () => {
    const moved = withMoves(lanes, new Map([move('a', 'draft', 'signing')]));
    expect(shape(moved)).toEqual([
      [1, 'b'],
      [2, 'ac'],
      [0, ''],
    ]);
  });

  it('are as before when the move is taken back', () => {
    expect(withMoves(lanes, new Map())).toEqual(lanes);
  });

  it('change nothing more when the server has moved it already', () => {
    const after = [lane('draft', 'b'), lane('signing', 'a', 'c'), lane('done')];
    expect(shape(withMoves(after, new Map([move('a', 'draft', 'signing')])))).toEqual(shape(after));
  });

  it('count a card that stands beyond the first page', () => {
    const long = [{ ...lane('draft', 'a'), count: 40 }, lane('done')];
    expect(shape(withMoves(long, new Map([move('z', 'draft', 'done')])))).toEqual([
      [39, 'a'],
      [1, 'z'],
    ]);
  });

  it('do not show a moved card once more among further pages', () => {
    const [first = lane('draft')] = lanes;
    const further = [document('b', 'draft'), document('d', 'draft'), document('e', 'draft')];
    const shown = withoutMoved(further, first, new Map([move('d', 'draft', 'done')]));
    expect(shown.map(({ id }) => id)).toEqual(['e']);
  });
});
