import fc from 'fast-check';
import { readLabelledLines, type LabelledField } from './labelled-lines.js';

const fields: LabelledField[] = [
  { key: 'company', labels: ['Company', 'Компания', 'Firma', 'Įmonė'], reach: 'line' },
  {
    key: 'contact',
    labels: ['Contact', 'Контактное лицо', 'Osoba kontaktowa', 'Kontaktinis asmuo'],
    reach: 'line',
  },
  { key: 'phone', labels: ['Phone', 'Телефон', 'Telefon', 'Telefonas'], reach: 'line' },
  { key: 'taxNumber', labels: ['Tax number', 'ИНН', 'NIP', 'Įmonės kodas'], reach: 'line' },
  { key: 'text', labels: ['Text', 'Сообщение', 'Treść', 'Tekstas'], reach: 'lines' },
];

function read(text: string): Record<string, string> {
  return Object.fromEntries(readLabelledLines(text, fields).values);
}

describe('labelled lines', () => {
  it.each([
    [
      'English',
      'Company: Amber Ltd\nContact: Ann Lee\nPhone: +44 20 7946 0958\nTax number: 304567890\nText: Two pumps',
    ],
    [
      'Russian',
      'Компания: Amber Ltd\nКонтактное лицо: Ann Lee\nТелефон: +44 20 7946 0958\nИНН: 304567890\nСообщение: Two pumps',
    ],
    [
      'Polish',
      'Firma: Amber Ltd\nOsoba kontaktowa: Ann Lee\nTelefon: +44 20 7946 0958\nNIP: 304567890\nTreść: Two pumps',
    ],
    [
      'Lithuanian',
      'Įmonė: Amber Ltd\nKontaktinis asmuo: Ann Lee\nTelefonas: +44 20 7946 0958\nĮmonės kodas: 304567890\nTekstas: Two pumps',
    ],
  ])('are read in %s', (_language, text) => {
    expect(read(text)).toEqual({
      company: 'Amber Ltd',
      contact: 'Ann Lee',
      phone: '+44 20 7946 0958',
      taxNumber: '304567890',
      text: 'Two pumps',
    });
  });

  it.each([
    ['capitals', 'COMPANY: Amber'],
    ['no diacritics', 'Imone: Amber'],
    ['a space before the colon', 'Company : Amber'],
    ['a no-break space', 'Company\u00a0:\u00a0Amber'],
    ['a full-width colon', 'Company：Amber'],
    ['a tab after the colon', 'Company:\tAmber'],
    ['a bold label', '*Company:* Amber'],
    ['a bold label, colon outside', '**Company**: Amber'],
    ['a bullet', '  • Company: Amber'],
    ['a number', '1. Company: Amber'],
    ['a table cell', '| Company | Amber |'],
    ['a plain cell', 'Company | Amber'],
    ['a dash', 'Company – Amber'],
    ['an equals sign', 'Company = Amber'],
    ['the value on the next line', 'Company:\nAmber'],
    ['a zero-width space', '\u200bCompany: Amber'],
    ['carriage returns', 'Hello\r\nCompany: Amber\r\n'],
    ['decomposed letters', 'I\u0328mone\u0307: Amber'],
  ])('tolerate %s', (_what, text) => {
    expect(read(text).company).toBe('Amber');
  });

  it('keep colons of the value', () => {
    expect(read('Company: Amber: the firm')).toEqual({ company: 'Amber: the firm' });
  });

  it('do not take a word inside a sentence for a label', () => {
    expect(read('Our company: it is old\nThe contact - we met\nCompanyX: no')).toEqual({});
  });

  it('let a long text run over several lines, up to the next label or the signature', () => {
    const letter = 'Text: first\n\nsecond: with a colon\nPhone: 123\n-- \nCompany: not this one';
    expect(read(letter)).toEqual({ text: 'first\n\nsecond: with a colon', phone: '123' });
  });

  it('give what has no label as the rest', () => {
    expect(readLabelledLines('Dear all,\nCompany: Amber\n\nBest wishes', fields).rest).toBe('Dear all,\n\nBest wishes');
  });

  it('read quoted lines only when nothing else is labelled', () => {
    expect(read('see below\n> Company: Amber\n> > Phone: 1')).toEqual({ company: 'Amber', phone: '1' });
    expect(read('Company: Birch\n> Company: Amber\n> Phone: 1')).toEqual({ company: 'Birch' });
  });

  it('count the first filled occurrence', () => {
    expect(read('Company:\n\nPhone: 1\nCompany: Amber\nCompany: Birch')).toEqual({ phone: '1', company: 'Amber' });
  });

  it('give back every one-line value, whatever it is', () => {
    const value = fc.stringMatching(/^[\p{L}\p{N}][\p{L}\p{N} .,;()+-]{0,40}[\p{L}\p{N}]$/u);
    fc.assert(
      fc.property(value, value, (company, phone) => {
        const plain = (text: string) => text.normalize('NFC');
        expect(read(`Firma: ${company}\nTelefon: ${phone}`)).toEqual({ company: plain(company), phone: plain(phone) });
      }),
    );
  });

  it('read a hostile text in bounded time', () => {
    const start = Date.now();
    for (const piece of ['Company ', ': ', '* ', '| ', '> ', '- ', 'Company:\n', ' = ']) {
      read(piece.repeat(1_000_000 / piece.length));
    }
    expect(Date.now() - start).toBeLessThan(60_000);
  });
});
