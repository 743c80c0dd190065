import fc from 'fast-check';
import { canonicalJson } from './canonical-json.js';

describe('canonicalJson', () => {
  it('is the same text for the same value in another order of members', () => {
    expect(canonicalJson({ b: [1, { d: null, c: 'ž"' }], a: true })).toBe('{"a":true,"b":[1,{"c":"ž\\"","d":null}]}');
  });

  it('tells different values apart and reads back as the value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        expect(JSON.parse(canonicalJson(a))).toEqual(JSON.parse(JSON.stringify(a)));
        const same = canonicalJson(a) === canonicalJson(b);
        expect(same).toBe(
          canonicalJson(JSON.parse(JSON.stringify(a))) === canonicalJson(JSON.parse(JSON.stringify(b))),
        );
      }),
    );
  });
});
