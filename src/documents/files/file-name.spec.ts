import fc from 'fast-check';
import { cleanFileName } from './file-name.js';

describe('cleanFileName', () => {
  it.each([
    ['Sutartis Nr. 5.pdf', 'Sutartis Nr. 5.pdf'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\temp\\договор.docx', 'договор.docx'],
    ['..', 'file'],
    ['', 'file'],
    ['.htaccess', 'htaccess'],
    ['a\u202efdp.exe', 'a_fdp.exe'],
    ['line\nbreak\0.txt', 'line break.txt'],
    ['what?*"<>|.txt', 'what______.txt'],
  ])('%j becomes %j', (name, expected) => {
    expect(cleanFileName(name)).toBe(expected);
  });

  it('keeps the ending of a long name', () => {
    const clean = cleanFileName(`${'ž'.repeat(500)}.pdf`);
    expect([...clean]).toHaveLength(200);
    expect(clean.endsWith('ž.pdf')).toBe(true);
  });

  it('is safe and stays as it is when cleaned again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (name) => {
        const clean = cleanFileName(name);
        expect(clean).not.toMatch(/[/\\\p{Cc}\u202e]/u);
        expect(clean.length).toBeGreaterThan(0);
        expect(cleanFileName(clean)).toBe(clean);
      }),
    );
  });
});
