import { neighbour, stepFrom } from './neighbour.ts';

const items = ['a', 'b', 'c'].map((id) => ({ id }));

describe('the next one to read', () => {
  it.each([
    ['a', 'b'],
    ['b', 'c'],
    ['c', 'b'],
    ['gone', 'a'],
  ])('after %s is %s', (id, next) => expect(neighbour(items, id)).toBe(next));

  it('is none after the last', () => expect(neighbour([{ id: 'a' }], 'a')).toBeUndefined());
});

describe('stepping', () => {
  it.each([
    ['a', 1, 'b'],
    ['c', 1, 'c'],
    ['a', -1, 'a'],
    [undefined, 1, 'a'],
  ])('from %s by %s is %s', (id, by, to) => expect(stepFrom(items, id, by)).toBe(to));
});
