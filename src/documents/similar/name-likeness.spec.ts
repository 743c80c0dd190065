import fc from 'fast-check';
import { likeness, tellingWords } from './name-likeness.js';

describe('likeness of names', () => {
  it.each([
    ['UAB „Žalia Giria“', 'Zalia giria, UAB', 1],
    ['ООО «Ромашка»', 'Ромашка', 1],
    ['Łąka Sp. z o.o.', 'LAKA', 1],
  ])('%s and %s', (one, other, expected) => {
    expect(likeness(one, other)).toBeCloseTo(expected, 1);
  });

  it('is high for a slip of the pen and low for others', () => {
    expect(likeness('Varminupis Energija', 'Varminupys Energija')).toBeGreaterThan(0.6);
    expect(likeness('Varminupis Energija', 'Kaunas Statyba')).toBeLessThan(0.2);
    expect(tellingWords('UAB')).toEqual(['uab']);
    expect(likeness('', 'x')).toBe(0);
  });

  it('lies between 0 and 1 and does not depend on the side', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, other) => {
        const found = likeness(one, other);
        expect(found).toBeGreaterThanOrEqual(0);
        expect(found).toBeLessThanOrEqual(1);
        expect(likeness(other, one)).toBe(found);
      }),
    );
  });
});
