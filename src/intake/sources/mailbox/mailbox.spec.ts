import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { backOffMs } from './back-off.js';
import { openEarlierSeal } from './earlier-seal.js';
import { batchLimits, letterBatches } from './letter-batches.js';
import { readMailboxUrl } from './mailbox-address.js';

describe('the address of a mailbox', () => {
  it('is read with its folder and stream; the name holds no password', () => {
    expect(readMailboxUrl('imaps://docs%40example.com:p%3Aw%2F@mail.example.com/Archive/2026?stream=requests')).toEqual(
      {
        host: 'mail.example.com',
        port: 993,
        secure: true,
        user: 'docs@example.com',
        password: 'p:w/',
        folder: 'Archive/2026',
        stream: 'requests',
        name: 'docs@example.com at mail.example.com/Archive/2026',
      },
    );
    expect(readMailboxUrl('imap://a:b@h:1143?stream=s')).toMatchObject({ port: 1143, secure: false, folder: 'INBOX' });
  });

  it.each([
    ['', 'Expected'],
    ['https://a:hidden@h/INBOX?stream=s', 'not an IMAP address'],
    ['imaps://h/INBOX?stream=s', 'User or password'],
    ['imaps://a:hidden@h/INBOX', 'stream is missing'],
    ['imaps://a:%zz@h/INBOX?stream=s', 'User or password'],
  ])('%j is refused with what was expected, without being repeated', (url, part) => {
    const read = readMailboxUrl(url);
    expect('problem' in read && read.problem).toContain(part);
    expect(JSON.stringify(read)).not.toContain('hidden');
  });
});

describe('a text that was sealed before all secrets went into one box', () => {
  /** As it was done then. */
  function sealEarlier(text: string, secret: string): string {
    const [nonce, key] = [randomBytes(12), createHash('sha256').update(`mailbox ${secret}`).digest()];
    const cipher = createCipheriv('aes-256-gcm', key, nonce);
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url');
  }

  it('opens with one of the secrets, and not when it was changed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(openEarlierSeal(sealEarlier(text, 'secret'), ['newer', 'secret'])).toBe(text);
      }),
    );
    const sealed = sealEarlier('password', 'secret');
    expect(() => openEarlierSeal(sealed, ['other'])).toThrow('SECRET_KEY');
    const bytes = Buffer.from(sealed, 'base64url');
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    expect(() => openEarlierSeal(bytes.toString('base64url'), ['secret'])).toThrow();
    expect(openEarlierSeal('0a1b2c3d.AAAA', ['secret'])).toBeUndefined();
  });
});

describe('the pause before the next try', () => {
  it('grows to a minute and is spread by chance', () => {
    expect([1, 2, 3, 20].map((failures) => backOffMs(failures, 1))).toEqual([500, 1000, 2000, 60_000]);
    expect(backOffMs(20, 0)).toBe(30_000);
  });
});

describe('batches of letters', () => {
  it('keep all letters in order of UID, within their limits', () => {
    const letters = fc.uniqueArray(fc.record({ uid: fc.integer({ min: 1 }), size: fc.nat(20_000_000) }), {
      selector: ({ uid }) => uid,
      maxLength: 300,
    });
    fc.assert(
      fc.property(letters, (waiting) => {
        const batches = letterBatches(waiting);
        expect(batches.flat().map(({ uid }) => uid)).toEqual(waiting.map(({ uid }) => uid).sort((a, b) => a - b));
        for (const batch of batches) {
          expect(batch.length).toBeLessThanOrEqual(batchLimits.letters);
          const bytes = batch.reduce((sum, { size }) => sum + size, 0);
          expect(batch.length === 1 || bytes <= batchLimits.bytes).toBe(true);
        }
      }),
    );
  });
});
