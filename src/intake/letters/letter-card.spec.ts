import { readLetterCard } from './letter-card.js';
import { parseLetter } from './parse-letter.js';
import type { FieldDefinition } from '../../streams/definition/field-definition.js';

const fields: FieldDefinition[] = [
  { key: 'company', type: 'text', name: 'Company' },
  { key: 'contact', type: 'text', name: 'Contact' },
  { key: 'phone', type: 'phone', name: 'Phone' },
  { key: 'email', type: 'email', name: 'E-mail' },
  { key: 'taxNumber', type: 'taxNumber', name: 'Tax number' },
  { key: 'subject', type: 'text', name: 'Subject' },
  { key: 'text', type: 'longtext', name: 'Text' },
];
const labels = {
  company: ['Company', 'Компания', 'Firma', 'Įmonė'],
  contact: ['Contact', 'Контактное лицо', 'Osoba kontaktowa', 'Kontaktinis asmuo'],
  phone: ['Phone', 'Телефон', 'Telefon', 'Telefonas'],
  taxNumber: ['Tax number', 'ИНН', 'NIP', 'Įmonės kodas'],
  text: ['Text', 'Сообщение', 'Treść', 'Tekstas'],
};
const design = { fields, letters: { labels } };

async function read(raw: string | Buffer) {
  return readLetterCard(await parseLetter(typeof raw === 'string' ? Buffer.from(raw) : raw), design);
}

const head = 'From: "Jonas Petraitis" <Jonas@Example.LT>\r\nSubject: =?utf-8?B?xaB1bGnFs3M=?=\r\nMIME-Version: 1.0\r\n';

describe('the card of a letter', () => {
  it('is filled from labelled lines, and from the head where these are silent', async () => {
    const card = await read(
      `${head}Content-Type: text/plain; charset=utf-8\r\n\r\nLaba diena,\r\nĮmonė: Gintaras\r\nTelefonas: +370 612 34567\r\nTekstas: Reikia dviejų\r\nsiurblių.\r\n`,
    );
    expect(card).toMatchObject({
      fields: {
        company: 'Gintaras',
        phone: '+370 612 34567',
        text: 'Reikia dviejų\nsiurblių.',
        contact: 'Jonas Petraitis',
        email: 'jonas@example.lt',
        subject: 'Šuliųs',
      },
      labelled: ['company', 'phone', 'text'],
      inForm: true,
      language: 'lt',
      sender: { name: 'Jonas Petraitis', email: 'jonas@example.lt' },
    });
  });

  it('reads the rows of an HTML table', async () => {
    const card = await read(
      `${head}Content-Type: text/html; charset=utf-8\r\n\r\n<style>b{}</style><table><tr><td><b>Firma</b></td><td>Bursztyn <i>Sp.</i> z o.o.</td></tr>` +
        '<tr><th>NIP:</th><td>526-000-12-46</td></tr><tr><td><p>Telefon</p></td><td><p>+48 22 555 55 55</p></td></tr></table><p><b>Treść:</b> pompy</p>',
    );
    expect(card.fields).toMatchObject({
      company: 'Bursztyn Sp. z o.o.',
      taxNumber: '526-000-12-46',
      phone: '+48 22 555 55 55',
      text: 'pompy',
    });
    expect(card.inForm).toBe(true);
  });

  it('prefers the version of the letter in which more labels are found', async () => {
    const card = await read(
      `${head}Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nCompany Amber Phone 1\r\n--b\r\nContent-Type: text/html\r\n\r\n<div>Company: Amber</div><div>Phone: +1</div>\r\n--b--\r\n`,
    );
    expect(card.fields).toMatchObject({ company: 'Amber', phone: '+1' });
  });

  it('keeps the text of a letter in no known form, and says so', async () => {
    const card = await read(`${head}\r\nPlease call me back about the pumps.\r\nCompany: see below`);
    expect(card.inForm).toBe(false);
    const plain = await read(`${head}\r\nPlease call me back.`);
    expect(plain).toMatchObject({ inForm: false, labelled: [], fields: { text: 'Please call me back.' } });
  });

  it('takes what is outside the labelled lines for the text when no line is labelled so', async () => {
    const card = await read(`${head}\r\nWe need a pump.\r\nCompany: Amber\r\nPhone: 1\r\n`);
    expect(card.fields.text).toBe('We need a pump.');
  });

  it('names no address to answer where no program may answer', async () => {
    const card = await read(`Precedence: bulk\r\n${head}\r\nNews!`);
    expect(card.sender).toEqual({ name: 'Jonas Petraitis' });
    expect(card.fields.email).toBe('jonas@example.lt');
  });

  it('answers to the Reply-To of a web site that writes for its visitors', async () => {
    const card = await read(`Reply-To: Ona <ona@example.lt>\r\nFrom: site@shop.example\r\nSubject: x\r\n\r\nx`);
    expect(card.sender).toEqual({ name: 'Ona', email: 'ona@example.lt' });
  });

  it('reads a subject whose bytes were put raw into an encoded word', async () => {
    const raw = Buffer.from('Subject: =?iso-8859-1?Q?Fr\xf6sche?=\r\nFrom: a@b.example\r\n\r\nx', 'latin1');
    expect((await read(raw)).fields.subject).toBe('Frösche');
  });

  it('reads a letter in an unnamed code page', async () => {
    const text = 'Компания: Янтарь\r\nИНН: 7707083893\r\nСообщение: Нужны два насоса для котельной\r\n';
    const bytes = (written: string) => Buffer.from([...written].map(cp1251));
    const card = await read(bytes(`From: a@b.example\r\nSubject: Заказ насосов\r\n\r\n${text}`));
    expect(card.fields.subject).toBe('Заказ насосов');
    expect(card).toMatchObject({ fields: { company: 'Янтарь', taxNumber: '7707083893' }, language: 'ru' });
  });
});

function cp1251(letter: string): number {
  const code = letter.codePointAt(0) ?? 0;
  return code >= 0x410 && code <= 0x44f ? code - 0x410 + 0xc0 : code;
}
