import { Problem } from '../api/client.ts';
import { isLost, namedPhoto, pauseAfter } from './attaching.ts';

const problem = (status: number) => new Problem(status, '', '', '', []);

describe('sending a file', () => {
  it('waits longer from attempt to attempt, half a minute at most', () => {
    expect([0, 1, 2, 10].map(pauseAfter)).toEqual([1500, 3000, 6000, 30_000]);
  });

  it.each([
    [0, true],
    [502, true],
    [503, true],
    [413, false],
    [403, false],
    [500, false],
  ])('after status %i it is tried again by itself: %s', (status, again) => {
    expect(isLost(problem(status))).toBe(again);
  });

  it('calls photos by their moment, so that the second is no new version of the first', () => {
    const named = (name: string) =>
      namedPhoto(new File(['x'], name, { type: 'image/jpeg' }), new Date(2026, 10, 5, 9, 7, 3));
    expect(named('image.jpg').name).toBe('photo-2026-11-05-090703.jpg');
    expect(named('IMG').name).toBe('photo-2026-11-05-090703.jpg');
    expect(named('a.HEIC').type).toBe('image/jpeg');
  });
});
