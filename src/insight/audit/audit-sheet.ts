import type { Cell } from '../../documents/export/export-columns.js';
import type { Language } from '../../platform/languages.js';
import type { AuditEntryView } from './read-audit.js';

/** What stands in the first row of an exported log. */
export const auditHeads: Readonly<Record<Language, readonly string[]>> = {
  en: [
    'When',
    'Who',
    'For whom',
    'What',
    'Of what kind',
    'To what',
    'Id',
    'Before',
    'After',
    'Address',
    'Session',
    'Place',
  ],
  ru: [
    'Когда',
    'Кто',
    'За кого',
    'Что сделано',
    'Вид',
    'С чем',
    'Идентификатор',
    'Было',
    'Стало',
    'Адрес',
    'Сеанс',
    'Место',
  ],
  pl: [
    'Kiedy',
    'Kto',
    'Za kogo',
    'Co zrobiono',
    'Rodzaj',
    'Z czym',
    'Identyfikator',
    'Przedtem',
    'Potem',
    'Adres',
    'Sesja',
    'Miejsce',
  ],
  lt: [
    'Kada',
    'Kas',
    'Už ką',
    'Kas padaryta',
    'Rūšis',
    'Su kuo',
    'Identifikatorius',
    'Buvo',
    'Tapo',
    'Adresas',
    'Seansas',
    'Vieta',
  ],
};

/** An entry as a row of the sheet. */
export function auditCells(entry: AuditEntryView): Cell[] {
  const { at, actor, subject, place } = entry;
  return [
    { kind: 'moment', at },
    text(actor.name),
    text(entry.for?.name),
    text(entry.verb),
    text(subject.kind),
    text(subject.name),
    text(subject.id),
    text(entry.before === null ? null : JSON.stringify(entry.before)),
    text(entry.after === null ? null : JSON.stringify(entry.after)),
    text(entry.address),
    text(entry.session),
    place === null ? { kind: 'empty' } : { kind: 'number', number: place },
  ];
}

function text(value: string | null | undefined): Cell {
  return value === null || value === undefined ? { kind: 'empty' } : { kind: 'text', text: value };
}
