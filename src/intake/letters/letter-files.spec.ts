import fc from 'fast-check';
import { distinctNames, incomingName } from './file-names.js';
import { isAttachment, letterFiles } from './letter-files.js';
import { parseLetter } from './parse-letter.js';

const png = Buffer.from('89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489', 'hex');
const part = { name: 'x.png', type: 'image/png', disposition: undefined, contentId: undefined, related: false };

describe('attachments', () => {
  it.each([
    ['a paper', { ...part, type: 'application/pdf', name: 'a.pdf', bytes: png }, true],
    ['a photo attached', { ...part, disposition: 'attachment' as const, bytes: png }, true],
    ['a photo put inline by a phone', { ...part, disposition: 'inline' as const, bytes: Buffer.alloc(90_000) }, true],
    ['a picture of the text', { ...part, contentId: 'p1', bytes: Buffer.alloc(90_000) }, false],
    ['a picture beside the text', { ...part, contentId: 'p2', related: true, bytes: png }, false],
    ['an Outlook logo', { ...part, name: 'image001.png', contentId: 'p3', bytes: png }, false],
    ['a small inline logo', { ...part, disposition: 'inline' as const, bytes: png }, false],
    ['a signature', { ...part, type: 'application/pkcs7-signature', name: 'smime.p7s', bytes: png }, false],
    ['winmail.dat', { ...part, type: 'application/ms-tnef', name: 'winmail.dat', bytes: png }, true],
  ])('%s', (_what, found, expected) => {
    expect(isAttachment(found, { html: '<img src="cid:p1">' })).toBe(expected);
  });

  it('are typed by their content, named safely and told apart', async () => {
    const encoded = png.toString('base64');
    const file = (name: string, type: string) =>
      `--b\r\nContent-Type: ${type}\r\nContent-Disposition: attachment; filename="${name}"\r\nContent-Transfer-Encoding: base64\r\n\r\n${encoded}`;
    const letter = await parseLetter(
      Buffer.from(
        [
          'Subject: x\r\nContent-Type: multipart/mixed; boundary=b\r\n',
          '--b\r\n\r\ntext',
          file('../../etc/plan.pdf', 'application/pdf'),
          file('plan.pdf', 'image/png'),
          '--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: Fwd: offer\r\nFrom: a@b.c\r\n\r\nCompany: inner\r\n',
          '--b--',
        ].join('\r\n'),
      ),
    );
    const { files, passedOver } = await letterFiles(letter);
    expect(files.map(({ name, type }) => ({ name, type }))).toEqual([
      { name: 'plan.pdf', type: 'image/png' },
      { name: 'plan (2).pdf', type: 'image/png' },
      { name: 'Fwd_ offer.eml', type: 'message/rfc822' },
    ]);
    expect(passedOver).toBe(0);
    expect(letter.text.trim()).toBe('text');
  });

  it.each([
    ['../../etc/plan.pdf', 'plan.pdf'],
    ['Счёт № 5.pdf', 'Счёт № 5.pdf'],
    ['', 'attachment-1.pdf'],
    ['...', 'attachment-1.pdf'],
    [undefined, 'attachment-1.pdf'],
  ])('a file called %j becomes %j', (name, expected) => {
    expect(incomingName(name, 'application/pdf', 'attachment-1')).toBe(expected);
  });

  it('never share a name', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a.pdf', 'A.pdf', 'a (2).pdf', 'b')), (names) => {
        const distinct = distinctNames(names).map((name) => name.toLowerCase());
        expect(new Set(distinct).size).toBe(names.length);
      }),
    );
  });
});
