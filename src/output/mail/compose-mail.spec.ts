import fc from 'fast-check';
import { simpleParser, type ParsedMail } from 'mailparser';
import nodemailer from 'nodemailer';
import { composeMail, plainText, safeFileName, type MailToCompose } from './compose-mail.js';
import { checkAddress, parseMailbox } from './mail-address.js';

const composer = nodemailer.createTransport({ streamTransport: true, buffer: true });

function mail(changes: Partial<MailToCompose> = {}): MailToCompose {
  return {
    messageId: '<receipt-1@example.com>',
    date: new Date('2026-11-22T10:00:00Z'),
    from: { address: 'office@example.com', name: 'Kontora „Ąžuolas“' },
    to: [{ address: 'anna@example.org', name: 'Анна' }],
    subject: 'Gavome užklausą R-2026/1',
    html: '<p>Labas, <b>Анна</b>!</p>',
    ...changes,
  };
}

async function parsed(changes: Partial<MailToCompose> = {}): Promise<{ raw: string; mail: ParsedMail }> {
  const { message } = await composer.sendMail(composeMail(mail(changes)));
  return { raw: (message as Buffer).toString('utf8'), mail: await simpleParser(message) };
}

describe('composeMail', () => {
  it('makes html with a text beside it, a fixed Message-ID and the headers of an answer', async () => {
    const { mail: read } = await parsed({
      inReplyTo: '<letter@client.org>',
      references: ['<first@client.org>', 'no id', '<letter@client.org>'],
      autoSubmitted: 'auto-replied',
    });
    expect(read.messageId).toBe('<receipt-1@example.com>');
    expect(read.date?.toISOString()).toBe('2026-11-22T10:00:00.000Z');
    expect(read.subject).toBe('Gavome užklausą R-2026/1');
    expect(read.from?.text).toContain('Kontora „Ąžuolas“');
    expect(read.html).toContain('<b>Анна</b>');
    expect(read.text).toContain('Labas, Анна!');
    expect(read.inReplyTo).toBe('<letter@client.org>');
    expect(read.references).toEqual(['<first@client.org>', '<letter@client.org>']);
    expect(read.headers.get('auto-submitted')).toBe('auto-replied');
    const names = [...read.headers.keys()];
    expect(names.filter((name) => name.startsWith('x-') || name.startsWith('list-'))).toEqual([]);
  });

  it('attaches bytes under safe names and types', async () => {
    const bytes = Buffer.from('%PDF-1.7 \u0000\u00ff', 'latin1');
    const { mail: read } = await parsed({
      attachments: [
        { name: '../../Договор\r\nBcc: x@y.z/1.pdf', type: 'application/pdf', bytes },
        { name: 'a.txt', type: 'text/html\r\nX: y', bytes: Buffer.from('hi') },
      ],
    });
    expect(read.attachments.map(({ filename, contentType }) => [filename, contentType])).toEqual([
      ['Договор Bcc- x@y.z-1.pdf', 'application/pdf'],
      ['a.txt', 'text/plain'],
    ]);
    expect(read.attachments[0]?.content.equals(bytes)).toBe(true);
  });

  it('lets no text of outside add a header or a recipient', async () => {
    const hostile = fc
      .array(
        fc.constantFrom('\r\n', '\n', '\r', 'Bcc: spy@evil.test', 'X-Evil: 1', ' ', 'a', ';', '"', '<', '\u2028', 'ą'),
      )
      .map((parts) => parts.join(''));
    await fc.assert(
      fc.asyncProperty(hostile, hostile, hostile, async (subject, name, fileName) => {
        const { mail: read } = await parsed({
          subject,
          to: [{ address: 'anna@example.org', name }],
          replyTo: { address: 'office@example.com', name },
          references: [name],
          attachments: [{ name: fileName, type: subject, bytes: Buffer.from('x') }],
        });
        expect(read.bcc).toBeUndefined();
        expect(read.headers.has('x-evil')).toBe(false);
        const to = Array.isArray(read.to) ? read.to : [read.to];
        expect(to.flatMap((list) => list?.value.map(({ address }) => address))).toEqual(['anna@example.org']);
      }),
      { numRuns: 60 },
    );
  });

  it('refuses addresses and ids that are none', () => {
    expect(() => composeMail(mail({ to: [] }))).toThrow('at least one recipient');
    expect(() => composeMail(mail({ to: [{ address: 'a@b.c\r\nBcc: d@e.f' }] }))).toThrow('is not a mail address');
    expect(() => composeMail(mail({ messageId: 'receipt' }))).toThrow('Message-ID');
  });
});

describe('addresses', () => {
  it.each([
    ['a.b+c@example.com', 'a.b+c@example.com'],
    ['Jonas@Localhost', 'Jonas@localhost'],
    ['почта@пример.рф', 'почта@xn--e1afmkfd.xn--p1ai'],
    ['a@įmonė.lt', 'a@xn--mon-mra0j.lt'],
  ])('takes %s', (address, expected) => {
    expect(checkAddress(address)).toBe(expected);
  });

  it.each([
    '',
    'a',
    '@b.c',
    'a@',
    'a b@c.d',
    'a@b@c.d',
    'a@-b.c',
    '.a@b.c',
    'a..b@c.d',
    'a@b..c',
    'a,b@c.d',
    '<a@b.c>',
    `${'a'.repeat(65)}@b.c`,
  ])('refuses %j', (address) => {
    expect(() => checkAddress(address)).toThrow('is not a mail address');
  });

  it('reads a mailbox with a name', () => {
    expect(parseMailbox('Millrace <office@example.com>')).toEqual({ address: 'office@example.com', name: 'Millrace' });
    expect(parseMailbox('"A, B" <a@example.com>')).toEqual({ address: 'a@example.com', name: 'A, B' });
    expect(parseMailbox(' a@example.com ')).toEqual({ address: 'a@example.com' });
  });
});

describe('plain text', () => {
  it('keeps paragraphs, lists and addresses of links', () => {
    const html =
      '<h1>Head</h1><p>One <a href="https://a.example/x">link</a></p><ul><li>a</li><li>b</li></ul><img src="x"><style>p{}</style>';
    expect(plainText(html)).toBe('Head\n\nOne link [https://a.example/x]\n\n * a\n * b');
  });
});

describe('names of files', () => {
  it.each([
    ['Contract 1.pdf', 'Contract 1.pdf'],
    ['../../etc/passwd', 'etc-passwd'],
    ['a\u202egpj.exe', 'a gpj.exe'],
    ['CON:<x>|y?.txt', 'CON-x-y-.txt'],
    ['...', 'attachment'],
    ['', 'attachment'],
  ])('%j becomes %j', (name, expected) => {
    expect(safeFileName(name)).toBe(expected);
  });

  it('shortens a long name and keeps its ending', () => {
    const short = safeFileName(`${'ž'.repeat(400)}.pdf`);
    expect(short).toHaveLength(150);
    expect(short.endsWith('ž.pdf')).toBe(true);
  });
});
