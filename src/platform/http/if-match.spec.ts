import { expectedVersion, versionTag } from './if-match.js';

describe('expectedVersion', () => {
  it('reads what versionTag wrote, and the star', () => {
    expect(expectedVersion(versionTag(17))).toBe(17);
    expect(expectedVersion(' * ')).toBeUndefined();
  });

  it.each([undefined, '', 'v3', '3', 'W/"v3"', '"v3", "v4"', '"v-1"', '"v99999999999"'])(
    'refuses %s with 412',
    (header) => {
      expect(() => expectedVersion(header)).toThrow(expect.objectContaining({ kind: 'stale' }));
    },
  );
});
