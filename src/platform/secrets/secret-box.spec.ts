import fc from 'fast-check';
import { keyIdOf, SecretBox } from './secret-box.js';

const first = 'a'.repeat(64);
const second = 'b'.repeat(64);
const boxOf = (secretKey: string, ...previousSecretKeys: string[]) => new SecretBox({ secretKey, previousSecretKeys });

describe('the box of secrets', () => {
  it('gives back any text to its owner and purpose, and to nobody else', () => {
    const box = boxOf(first);
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), fc.string(), (text, owner, other) => {
        const sealed = box.seal('totp', owner, text);
        expect(box.unseal('totp', owner, sealed)).toBe(text);
        expect(box.seal('totp', owner, text)).not.toBe(sealed);
        expect(() => box.unseal('client-secret', owner, sealed)).toThrow('cannot be opened');
        if (other !== owner) expect(() => box.unseal('totp', other, sealed)).toThrow('cannot be opened');
      }),
    );
  });

  it('notices a single changed character', () => {
    const box = boxOf(first);
    const sealed = box.seal('totp', 'me', 'secret');
    const at = sealed.length - 3;
    const changed = sealed.slice(0, at) + (sealed[at] === 'A' ? 'B' : 'A') + sealed.slice(at + 1);
    expect(() => box.unseal('totp', 'me', changed)).toThrow('cannot be opened');
    expect(() => box.unseal('totp', 'me', sealed.slice(0, 12))).toThrow('cannot be opened');
    expect(() => box.unseal('totp', 'me', '')).toThrow('SECRET_KEY_PREVIOUS');
  });

  it('opens what an earlier key sealed as long as that is known, and says that it is old', () => {
    const old = boxOf(first).seal('totp', 'me', 'secret');
    const rotated = boxOf(second, first);
    expect(old.startsWith(`${keyIdOf(first)}.`)).toBe(true);
    expect(rotated.unseal('totp', 'me', old)).toBe('secret');
    expect(rotated.isCurrent(old)).toBe(false);
    expect(rotated.isCurrent(rotated.seal('totp', 'me', 'secret'))).toBe(true);
    expect(() => boxOf(second).unseal('totp', 'me', old)).toThrow(keyIdOf(first));
  });

  it('vouches with every key it knows, the one in use first', () => {
    const rotated = boxOf(second, first);
    expect(rotated.macs('codes', 'x')).toEqual([boxOf(second).mac('codes', 'x'), boxOf(first).mac('codes', 'x')]);
    expect(rotated.mac('codes', 'x')).not.toEqual(rotated.mac('audit', 'x'));
    expect(rotated.knows(keyIdOf(first))).toBe(true);
    expect(boxOf(second).knows(keyIdOf(first))).toBe(false);
  });
});
