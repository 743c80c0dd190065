import { mayShowInline, sniffType } from './sniff-type.js';

const bytes = (text: string) => Buffer.from(text, 'latin1');

describe('sniffType', () => {
  it.each([
    ['a.pdf', bytes('%PDF-1.7\n'), 'application/pdf'],
    ['a.txt', bytes('%PDF-1.7\n'), 'application/pdf'],
    ['a.png', bytes('\x89PNG\r\n\x1a\n\0\0\0\rIHDR'), 'image/png'],
    ['a.pdf', bytes('<html><script>'), 'application/octet-stream'],
    ['a.html', bytes('<html><script>'), 'application/octet-stream'],
    ['a.svg', bytes('<svg xmlns="http://www.w3.org/2000/svg">'), 'application/octet-stream'],
    ['a.txt', bytes('<html><script>'), 'text/plain'],
    ['a.csv', Buffer.from('ą;ž;щ'), 'text/plain'],
    ['a.txt', bytes('\xff\xfe\0a'), 'application/octet-stream'],
    ['letter.eml', bytes('From: a@b.example\r\n\r\n'), 'message/rfc822'],
    ['a.exe', bytes('MZ\x90\0\x03'), 'application/octet-stream'],
    ['a.doc', bytes('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'), 'application/msword'],
    ['a', Buffer.alloc(0), 'application/octet-stream'],
  ])('%s', async (name, head, expected) => {
    expect(await sniffType(head, name)).toBe(expected);
  });

  it('shows in place only what cannot run', () => {
    expect(['application/pdf', 'image/png', 'text/plain'].every(mayShowInline)).toBe(true);
    const saved = ['text/html', 'image/svg+xml', 'application/octet-stream', 'application/xml', 'message/rfc822'];
    expect(saved.some(mayShowInline)).toBe(false);
  });
});
