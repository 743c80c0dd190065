import { nip } from './tax-number.js';

interface Labels {
  readonly company: string;
  readonly contact: string;
  readonly phone: string;
  readonly taxNumber: string;
  readonly text: string;
  readonly firm: string;
  readonly person: string;
  readonly wish: string;
}

/** The agreed form of a letter in four languages, as the stream of requests names its lines. */
const languages: readonly Labels[] = [
  {
    ...{ company: 'Įmonė', contact: 'Kontaktinis asmuo', phone: 'Telefonas', taxNumber: 'Įmonės kodas', text: 'Tekstas' },
    ...{ firm: 'Saulės Kelias UAB', person: 'Mindaugas Balčiūnas' },
    wish: 'Prašome atsiųsti pasiūlymą dėl įrangos sandėlio stogui.',
  },
  {
    ...{ company: 'Firma', contact: 'Osoba kontaktowa', phone: 'Telefon', taxNumber: 'NIP', text: 'Treść' },
    ...{ firm: 'Żółta Łąka Sp. z o.o.', person: 'Katarzyna Wiśniewska' },
    wish: 'Prosimy o ofertę na wyposażenie dachu naszego magazynu.',
  },
  {
    ...{ company: 'Компания', contact: 'Контактное лицо', phone: 'Телефон', taxNumber: 'ИНН', text: 'Сообщение' },
    ...{ firm: 'ООО «Северный ветер»', person: 'Дмитрий Соколов' },
    wish: 'Просим прислать предложение на оборудование для крыши склада.',
  },
  {
    ...{ company: 'Company', contact: 'Contact', phone: 'Phone', taxNumber: 'Tax number', text: 'Text' },
    ...{ firm: 'Harbour Lights Ltd', person: 'Emma Clarke' },
    wish: 'Please send us an offer for the equipment of the roof of our warehouse.',
  },
];

export interface Letter {
  readonly from: string;
  readonly subject: string;
  readonly text: string;
}

/** A letter in the agreed form, in one of four languages; its subject is found again by `index`. */
export function letter(index: number): Letter {
  const words = languages[index % languages.length];
  const lines = [
    `${words.company}: ${words.firm} ${index}`,
    `${words.contact}: ${words.person}`,
    `${words.phone}: +37061${String(index % 1_000_000).padStart(6, '0')}`,
    `${words.taxNumber}: ${nip(700_000_000 + index)}`,
    `${words.text}: ${words.wish}`,
  ];
  return { from: `sender${index}@letters.example`, subject: subjectOf(index), text: `${lines.join('\n')}\n` };
}

export function subjectOf(index: number): string {
  return `Bench letter ${index}`;
}

/** The letter as it lies in a mailbox. */
export function rawLetter(index: number): Buffer {
  const { from, subject, text } = letter(index);
  const head = [
    `From: <${from}>`,
    'To: <docs@test.local>',
    `Subject: ${subject}`,
    `Message-ID: <bench-${index}@letters.example>`,
    `Date: ${new Date(Date.UTC(2026, 0, 1) + index * 60_000).toUTCString().replace('GMT', '+0000')}`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: base64',
  ];
  const body = Buffer.from(text).toString('base64').replaceAll(/.{76}/g, '$&\r\n');
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}\r\n`);
}
