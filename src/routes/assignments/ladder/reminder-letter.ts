import type { Language } from '../../../platform/languages.js';

/** What a letter about an open assignment tells. */
export interface ReminderFacts {
  readonly kind: 'reminder' | 'overdue';
  readonly recipient: string;
  readonly performer: string;
  readonly instruction: string;
  readonly document: { readonly number: string; readonly title: string };
  /** How the due time came about; empty where there is none. */
  readonly due: string;
  readonly link: string;
}

interface Words {
  readonly greeting: string;
  readonly reminder: string;
  readonly overdue: string;
  readonly subject: Readonly<Record<ReminderFacts['kind'], string>>;
  readonly document: string;
  readonly performer: string;
  readonly due: string;
  readonly open: string;
}

const words: Readonly<Record<Language, Words>> = {
  en: {
    greeting: 'Hello',
    reminder: 'This is waiting for you.',
    overdue: 'An assignment in your unit has not been done in time.',
    subject: { reminder: 'Reminder', overdue: 'Not done in time' },
    document: 'Document',
    performer: 'With',
    due: 'Due',
    open: 'Open the document',
  },
  ru: {
    greeting: 'Здравствуйте',
    reminder: 'Это поручение ждёт вас.',
    overdue: 'Поручение в вашем подразделении не исполнено в срок.',
    subject: { reminder: 'Напоминание', overdue: 'Не исполнено в срок' },
    document: 'Документ',
    performer: 'Исполнитель',
    due: 'Срок',
    open: 'Открыть документ',
  },
  pl: {
    greeting: 'Dzień dobry',
    reminder: 'To zadanie czeka na Ciebie.',
    overdue: 'Zadanie w Twoim dziale nie zostało wykonane w terminie.',
    subject: { reminder: 'Przypomnienie', overdue: 'Nie wykonano w terminie' },
    document: 'Dokument',
    performer: 'Wykonawca',
    due: 'Termin',
    open: 'Otwórz dokument',
  },
  lt: {
    greeting: 'Laba diena',
    reminder: 'Ši užduotis laukia Jūsų.',
    overdue: 'Jūsų padalinio užduotis neatlikta laiku.',
    subject: { reminder: 'Priminimas', overdue: 'Neatlikta laiku' },
    document: 'Dokumentas',
    performer: 'Vykdytojas',
    due: 'Terminas',
    open: 'Atverti dokumentą',
  },
};

/** Subject and HTML of the letter in the recipient's language; everything that people wrote is escaped. */
export function reminderLetter(facts: ReminderFacts, language: Language): { subject: string; html: string } {
  const say = words[language];
  const row = (name: string, value: string) =>
    value === ''
      ? ''
      : `<p style="margin:0 0 14px"><span style="color:#5f6b6d">${name}</span><br>${escaped(value)}</p>`;
  const { instruction, document, performer, due, link, recipient, kind } = facts;
  const html = `<div style="margin:0;padding:24px 12px;background:#f4f6f6;font-family:'Segoe UI',Roboto,'Noto Sans',Arial,sans-serif;font-size:15px;line-height:1.55;color:#1d2526">
<div style="max-width:560px;margin:0 auto;padding:32px 36px 28px;background:#fff;border:1px solid #e0e5e5;border-radius:6px">
<p style="margin:0 0 14px">${say.greeting}, ${escaped(recipient)}!</p>
<p style="margin:0 0 14px">${say[kind]}</p>
<p style="margin:0 0 18px"><strong style="font-size:17px">${escaped(instruction)}</strong></p>
${row(say.document, `${document.number} · ${document.title}`)}${row(say.performer, performer)}${row(say.due, due)}
<p style="margin:0"><a href="${escaped(link)}" style="color:#0f5c5c">${say.open}</a></p>
</div></div>`;
  return { subject: `${say.subject[kind]}: ${instruction} (${document.number})`, html };
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
