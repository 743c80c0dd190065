import type { Problem } from '../../platform/errors.js';
import type { Language } from '../../platform/languages.js';

/** What can be wrong with a card that only the database, the organisation or the stream knows. */
export type CardFault =
  | 'reference-not-found'
  | 'reference-other-stream'
  | 'person-not-found'
  | 'unit-not-found'
  | 'unknown-status'
  | 'link-not-found'
  | 'field-locked'
  | 'unique';

const messages: Readonly<Record<CardFault, Readonly<Record<Language, string>>>> = {
  'reference-not-found': {
    en: 'There is no such document, or you may not see it.',
    ru: 'Такого документа нет, или он вам не виден.',
    pl: 'Nie ma takiego dokumentu albo nie masz do niego dostępu.',
    lt: 'Tokio dokumento nėra arba jo nematote.',
  },
  'reference-other-stream': {
    en: 'This document is of another kind; expected one of the stream "{expected}".',
    ru: 'Это документ другого вида; ожидается документ потока «{expected}».',
    pl: 'To dokument innego rodzaju; oczekiwano dokumentu ze strumienia „{expected}”.',
    lt: 'Tai kitos rūšies dokumentas; tikėtasi srauto „{expected}“ dokumento.',
  },
  'person-not-found': {
    en: 'There is no such person in the organisation.',
    ru: 'Такого сотрудника в организации нет.',
    pl: 'W organizacji nie ma takiej osoby.',
    lt: 'Organizacijoje tokio asmens nėra.',
  },
  'unit-not-found': {
    en: 'There is no such unit in the organisation.',
    ru: 'Такого подразделения в организации нет.',
    pl: 'W organizacji nie ma takiej jednostki.',
    lt: 'Organizacijoje tokio padalinio nėra.',
  },
  'unknown-status': {
    en: 'The stream has no such status; expected one of {expected}.',
    ru: 'В потоке нет такого статуса; ожидается один из: {expected}.',
    pl: 'Strumień nie ma takiego statusu; oczekiwano jednego z: {expected}.',
    lt: 'Sraute tokios būsenos nėra; tikėtasi vienos iš: {expected}.',
  },
  'link-not-found': {
    en: 'The document to link to does not exist, or you may not see it.',
    ru: 'Документа для связи нет, или он вам не виден.',
    pl: 'Dokument do powiązania nie istnieje albo nie masz do niego dostępu.',
    lt: 'Siejamo dokumento nėra arba jo nematote.',
  },
  'field-locked': {
    en: 'You may not change this field.',
    ru: 'Вам нельзя изменять это поле.',
    pl: 'Nie możesz zmieniać tego pola.',
    lt: 'Jūs negalite keisti šio lauko.',
  },
  unique: {
    en: 'This value is taken: document {expected} has it already.',
    ru: 'Такое значение уже есть в документе {expected}.',
    pl: 'Ta wartość jest zajęta: ma ją już dokument {expected}.',
    lt: 'Ši reikšmė užimta: ją jau turi dokumentas {expected}.',
  },
};

/** The problem in the words of the reader; `expected` fills the message's hole. */
export function cardProblem(path: string, code: CardFault, language: Language, expected = ''): Problem {
  return { path, code, message: messages[code][language].replace('{expected}', () => expected) };
}
