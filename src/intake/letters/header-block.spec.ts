import fc from 'fast-check';
import { decodeWords } from './encoded-words.js';
import { messageIds, readHeaderBlock } from './header-block.js';
import { glance, parseLetter } from './parse-letter.js';

describe('the head of a letter', () => {
  it('is read without its body, folded lines joined, other lines passed over', () => {
    const raw = Buffer.from(
      'From: a@b.example\r\nnonsense\r\nSubject: one\r\n  two\r\nX: 1\r\nX: 2\r\n\r\nTo: body@x.example',
    );
    expect(Object.fromEntries(readHeaderBlock(raw))).toEqual({
      from: ['a@b.example'],
      subject: ['one two'],
      x: ['1', '2'],
    });
  });

  it.each([
    ['=?utf-8?B?xIXFvnVvbGFz?=', 'ąžuolas'],
    ['=?windows-1251?Q?=C7=E0=EA=E0=E7?=', 'Заказ'],
    ['=?utf-8?Q?two_?= =?utf-8?Q?words?=', 'two words'],
    ['=?koi8-r*ru?Q?=F0=C9=D3=D8=CD=CF?= 1', 'Письмо 1'],
    ['=?x-unknown?Q?plain?=', 'plain'],
    ['no words', 'no words'],
    ['=?broken?Q?', '=?broken?Q?'],
  ])('has its words decoded: %j', (value, text) => {
    expect(decodeWords(value)).toBe(text);
  });

  it('names Message-IDs, each once', () => {
    expect(messageIds('<a@b> text <c@d>\t<a@b> <broken <>')).toEqual(['<a@b>', '<c@d>']);
  });

  it('gives the glance by which repeats are told', () => {
    const raw = Buffer.from('From: Ann <Ann@B.example>\r\nSubject: =?utf-8?Q?=C5=BD?=\r\nMessage-ID: <1@b>\r\n\r\nx');
    expect(glance(raw)).toEqual({ sender: 'ann@b.example', subject: 'Ž', messageId: '<1@b>' });
  });

  it('and the whole letter are read without an exception, whatever the bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 2000 }), async (bytes) => {
        const letter = await parseLetter(Buffer.from(bytes));
        expect(typeof letter.text).toBe('string');
      }),
      { numRuns: 200 },
    );
  });
});

describe('a hostile letter', () => {
  const start = 'From: a@b.example\r\nSubject: x\r\n';
  const deep = Array.from(
    { length: 3000 },
    (_, n) => `Content-Type: multipart/mixed; boundary=q${n}\r\n\r\n--q${n}\r\n`,
  );
  it.each([
    ['ten megabytes of one header', `${start}X: ${'a'.repeat(10_000_000)}\r\n\r\nbody`, 'letter-broken'],
    ['a hundred thousand headers', `${start}${'X: a\r\n'.repeat(200_000)}\r\nbody`, 'letter-broken'],
    [
      'ten thousand parts',
      `${start}Content-Type: multipart/mixed; boundary=q\r\n\r\n${'--q\r\n\r\nhi\r\n'.repeat(10_000)}`,
      'letter-too-many-parts',
    ],
    ['parts within parts', `${start}${deep.join('')}hi`, 'letter-too-many-parts'],
  ])('with %s is read as far as its head, in seconds', async (_what, raw, code) => {
    const letter = await parseLetter(Buffer.from(raw));
    expect(letter.fault?.code).toBe(code);
    expect(letter).toMatchObject({ subject: 'x', from: { address: 'a@b.example' } });
  });

  it('that is larger than letters may be is kept by its head', async () => {
    const letter = await parseLetter(Buffer.concat([Buffer.from(`${start}\r\n`), Buffer.alloc(41 * 1024 * 1024, 'a')]));
    expect(letter.fault?.code).toBe('letter-too-large');
    expect(letter.subject).toBe('x');
  });
});
