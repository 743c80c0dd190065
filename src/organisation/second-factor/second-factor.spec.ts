import fc from 'fast-check';
import { Secret, URI, type TOTP } from 'otpauth';
import { authenticatorPicture, authenticatorUri, newOneTimeSecret, stepOfCode } from './one-time-code.js';
import { newRecoveryCodes, plainRecoveryCode } from './recovery-codes.js';

describe('one-time codes', () => {
  it('are those of RFC 6238', () => {
    const secret = Secret.fromUTF8('12345678901234567890').base32;
    // Appendix B, the last six of eight digits.
    expect(stepOfCode(secret, '287082', 59_000, 0)).toBe(1);
    expect(stepOfCode(secret, '081804', 1_111_111_109_000, 0)).toBe(37_037_036);
    expect(stepOfCode(secret, '005924', 1_234_567_890_000, 0)).toBe(41_152_263);
  });

  it('count within one step of the clock, each step once', () => {
    const secret = newOneTimeSecret();
    const app = URI.parse(authenticatorUri(secret, 'anna.kowalska')) as TOTP;
    fc.assert(
      fc.property(fc.nat(2_000_000_000), fc.integer({ min: -90, max: 90 }), (seconds, shift) => {
        const [now, then] = [(seconds + 1000) * 1000, (seconds + 1000 + shift) * 1000];
        const step = Math.floor(then / 30_000);
        const near = Math.abs(step - Math.floor(now / 30_000)) <= 1;
        const code = app.generate({ timestamp: then });
        const found = stepOfCode(secret, code, now, 0);
        if (near) expect(found).toBe(step);
        if (found !== undefined) expect(stepOfCode(secret, code, now, found)).toBeUndefined();
      }),
    );
  });

  test.each(['', '12345', '1234567', '12345a', ' 123456', '１２３４５６'])('"%s" is none', (code) => {
    expect(stepOfCode(newOneTimeSecret(), code, 1_000_000, 0)).toBeUndefined();
  });

  it('are set up by an address that apps read, and a picture of it', async () => {
    const uri = authenticatorUri(newOneTimeSecret(), 'anna.kowalska');
    expect(uri).toMatch(/^otpauth:\/\/totp\/Millrace:anna\.kowalska\?issuer=Millrace&secret=[A-Z2-7]{32}&/);
    const picture = await authenticatorPicture(uri);
    expect(picture).toMatch(/^data:image\/svg\+xml;base64,/);
    expect(Buffer.from(picture.split(',')[1] ?? '', 'base64').toString()).toMatch(/^<svg .*<\/svg>\s*$/s);
  });
});

describe('recovery codes', () => {
  it('are ten different ones, read however they are typed', () => {
    const codes = newRecoveryCodes();
    expect(new Set(codes).size).toBe(10);
    for (const code of codes) {
      expect(code).toMatch(/^[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}$/);
      expect(plainRecoveryCode(` ${code.toLowerCase().replaceAll('-', ' ')} `)).toBe(code.replaceAll('-', ''));
    }
    expect(plainRecoveryCode('0000-0000-0000')).toBeUndefined();
    expect(plainRecoveryCode('')).toBeUndefined();
  });
});
