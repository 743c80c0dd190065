import fc from 'fast-check';
import { readCursor, writeCursor } from './page-cursor.js';

const place = fc.array(
  fc.option(
    fc.string().filter((text) => !text.includes('\0')),
    { nil: null },
  ),
  {
    minLength: 1,
    maxLength: 4,
  },
);

describe('cursors', () => {
  it('come back as they were written, for the same list only', () => {
    fc.assert(
      fc.property(place, fc.string(), (keys, list) => {
        const cursor = writeCursor(list, keys);
        expect(cursor).toMatch(/^[\w-]+$/);
        expect(readCursor(list, cursor, keys.length)).toEqual(keys);
        expect(() => readCursor(`${list} other`, cursor, keys.length)).toThrow('does not belong');
        expect(() => readCursor(list, cursor, keys.length + 1)).toThrow('does not belong');
      }),
    );
  });

  it('that are forged are refused, never believed', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.base64String(),
          fc.json().map((text) => Buffer.from(text).toString('base64url')),
        ),
        (cursor) => {
          expect(() => readCursor('list', cursor, 1)).toThrow('does not belong');
        },
      ),
    );
  });
});
