import type { Problem } from '../../platform/errors.js';
import type { Language } from '../../platform/languages.js';
import type { Fault, FaultCode } from './faults.js';

/** What people are told, by code and language. `{holes}` are filled from the fault's parameters. */
const messages: Readonly<Record<FaultCode, Readonly<Record<Language, string>>>> = {
  required: {
    en: 'Please fill this in.',
    ru: 'Заполните это поле.',
    pl: 'Proszę wypełnić to pole.',
    lt: 'Užpildykite šį lauką.',
  },
  'unknown-field': {
    en: 'The card has no such field.',
    ru: 'В карточке нет такого поля.',
    pl: 'Karta nie ma takiego pola.',
    lt: 'Kortelėje nėra tokio lauko.',
  },
  'hidden-field': {
    en: 'This field does not belong on the card as it is filled in now.',
    ru: 'При нынешнем заполнении карточки это поле не используется.',
    pl: 'Przy obecnym wypełnieniu karty to pole nie ma zastosowania.',
    lt: 'Taip užpildytoje kortelėje šio lauko nėra.',
  },
  'not-an-object': {
    en: 'Expected an object with the fields of the card.',
    ru: 'Ожидается объект с полями карточки.',
    pl: 'Oczekiwano obiektu z polami karty.',
    lt: 'Tikėtasi objekto su kortelės laukais.',
  },
  'too-many-fields': {
    en: 'Too many fields were sent.',
    ru: 'Передано слишком много полей.',
    pl: 'Przesłano za dużo pól.',
    lt: 'Atsiųsta per daug laukų.',
  },
  'not-text': {
    en: 'Expected text.',
    ru: 'Ожидается текст.',
    pl: 'Oczekiwano tekstu.',
    lt: 'Tikėtasi teksto.',
  },
  'too-long': {
    en: 'Too long: at most {max} characters fit.',
    ru: 'Слишком длинно: не больше {max} знаков.',
    pl: 'Za długie: zmieści się najwyżej {max} znaków.',
    lt: 'Per ilgas tekstas: telpa ne daugiau kaip {max} ženklų.',
  },
  'not-a-number': {
    en: 'Expected a number, e.g. 1234.50.',
    ru: 'Ожидается число, например 1234,50.',
    pl: 'Oczekiwano liczby, np. 1234,50.',
    lt: 'Tikėtasi skaičiaus, pvz., 1234,50.',
  },
  'ambiguous-number': {
    en: 'The comma could part thousands or decimals. Write 1234 or 1.234.',
    ru: 'Запятая может отделять и тысячи, и дробную часть. Напишите 1234 или 1.234.',
    pl: 'Przecinek może oddzielać tysiące albo ułamek. Proszę napisać 1234 lub 1.234.',
    lt: 'Kablelis gali skirti ir tūkstančius, ir trupmeną. Rašykite 1234 arba 1.234.',
  },
  'not-an-integer': {
    en: 'Expected a whole number.',
    ru: 'Ожидается целое число.',
    pl: 'Oczekiwano liczby całkowitej.',
    lt: 'Tikėtasi sveikojo skaičiaus.',
  },
  'too-small': {
    en: 'At least {min} was expected.',
    ru: 'Должно быть не меньше {min}.',
    pl: 'Oczekiwano co najmniej {min}.',
    lt: 'Turi būti ne mažiau kaip {min}.',
  },
  'too-large': {
    en: 'At most {max} was expected.',
    ru: 'Должно быть не больше {max}.',
    pl: 'Oczekiwano najwyżej {max}.',
    lt: 'Turi būti ne daugiau kaip {max}.',
  },
  'too-many-decimals': {
    en: 'At most {max} digits after the point are allowed.',
    ru: 'После запятой допускается не больше знаков: {max}.',
    pl: 'Po przecinku może być najwyżej {max} cyfr.',
    lt: 'Po kablelio gali būti ne daugiau skaitmenų kaip {max}.',
  },
  'currency-missing': {
    en: 'Name the currency, e.g. {"amount": "1234.50", "currency": "EUR"}.',
    ru: 'Укажите валюту, например {"amount": "1234.50", "currency": "EUR"}.',
    pl: 'Proszę podać walutę, np. {"amount": "1234.50", "currency": "EUR"}.',
    lt: 'Nurodykite valiutą, pvz., {"amount": "1234.50", "currency": "EUR"}.',
  },
  'currency-unknown': {
    en: 'Expected a currency code of ISO 4217, e.g. EUR.',
    ru: 'Ожидается код валюты ISO 4217, например EUR.',
    pl: 'Oczekiwano kodu waluty ISO 4217, np. EUR.',
    lt: 'Tikėtasi ISO 4217 valiutos kodo, pvz., EUR.',
  },
  'currency-not-allowed': {
    en: 'This currency is not used here. Allowed: {allowed}.',
    ru: 'Эта валюта здесь не используется. Допустимы: {allowed}.',
    pl: 'Tej waluty się tu nie używa. Dozwolone: {allowed}.',
    lt: 'Ši valiuta čia nenaudojama. Leidžiamos: {allowed}.',
  },
  'not-a-date': {
    en: 'Expected a date, e.g. 2026-12-24.',
    ru: 'Ожидается дата, например 24.12.2026.',
    pl: 'Oczekiwano daty, np. 24.12.2026.',
    lt: 'Tikėtasi datos, pvz., 2026-12-24.',
  },
  'too-early': {
    en: 'The date may not be before {min}.',
    ru: 'Дата не может быть раньше {min}.',
    pl: 'Data nie może być wcześniejsza niż {min}.',
    lt: 'Data negali būti ankstesnė nei {min}.',
  },
  'too-late': {
    en: 'The date may not be after {max}.',
    ru: 'Дата не может быть позже {max}.',
    pl: 'Data nie może być późniejsza niż {max}.',
    lt: 'Data negali būti vėlesnė nei {max}.',
  },
  'not-a-moment': {
    en: 'Expected a date and time, e.g. 2026-12-24T15:00:00Z.',
    ru: 'Ожидаются дата и время, например 2026-12-24T15:00:00Z.',
    pl: 'Oczekiwano daty i godziny, np. 2026-12-24T15:00:00Z.',
    lt: 'Tikėtasi datos ir laiko, pvz., 2026-12-24T15:00:00Z.',
  },
  'not-a-boolean': {
    en: 'Expected yes or no (true or false).',
    ru: 'Ожидается да или нет (true или false).',
    pl: 'Oczekiwano tak lub nie (true lub false).',
    lt: 'Tikėtasi taip arba ne (true arba false).',
  },
  'not-a-choice': {
    en: 'Expected one of: {allowed}.',
    ru: 'Ожидается одно из значений: {allowed}.',
    pl: 'Oczekiwano jednej z wartości: {allowed}.',
    lt: 'Tikėtasi vienos iš reikšmių: {allowed}.',
  },
  'not-a-list': {
    en: 'Expected a list.',
    ru: 'Ожидается список.',
    pl: 'Oczekiwano listy.',
    lt: 'Tikėtasi sąrašo.',
  },
  'too-many': {
    en: 'At most {max} values are allowed.',
    ru: 'Допускается не больше значений: {max}.',
    pl: 'Dozwolonych jest najwyżej {max} wartości.',
    lt: 'Leidžiama ne daugiau reikšmių kaip {max}.',
  },
  'not-a-reference': {
    en: 'Expected the id of a document of the stream "{stream}".',
    ru: 'Ожидается идентификатор документа потока «{stream}».',
    pl: 'Oczekiwano identyfikatora dokumentu ze strumienia „{stream}”.',
    lt: 'Tikėtasi srauto „{stream}“ dokumento identifikatoriaus.',
  },
  'not-a-person': {
    en: 'Expected the id of a person.',
    ru: 'Ожидается идентификатор сотрудника.',
    pl: 'Oczekiwano identyfikatora osoby.',
    lt: 'Tikėtasi asmens identifikatoriaus.',
  },
  'not-a-table': {
    en: 'Expected a list of rows.',
    ru: 'Ожидается список строк таблицы.',
    pl: 'Oczekiwano listy wierszy.',
    lt: 'Tikėtasi eilučių sąrašo.',
  },
  'not-a-row': {
    en: 'Expected a row: an object with the columns of the table.',
    ru: 'Ожидается строка: объект с колонками таблицы.',
    pl: 'Oczekiwano wiersza: obiektu z kolumnami tabeli.',
    lt: 'Tikėtasi eilutės: objekto su lentelės stulpeliais.',
  },
  'too-many-rows': {
    en: 'The table takes at most {max} rows.',
    ru: 'В таблице может быть не больше строк: {max}.',
    pl: 'W tabeli mieści się najwyżej {max} wierszy.',
    lt: 'Lentelėje gali būti ne daugiau eilučių kaip {max}.',
  },
  'not-an-email': {
    en: 'Expected an e-mail address, e.g. name@example.com.',
    ru: 'Ожидается адрес электронной почты, например name@example.com.',
    pl: 'Oczekiwano adresu e-mail, np. name@example.com.',
    lt: 'Tikėtasi el. pašto adreso, pvz., name@example.com.',
  },
  'not-a-phone': {
    en: 'Expected a phone number with the country code, e.g. +370 612 34567.',
    ru: 'Ожидается номер телефона с кодом страны, например +7 495 123-45-67.',
    pl: 'Oczekiwano numeru telefonu z numerem kraju, np. +48 22 123 45 67.',
    lt: 'Tikėtasi telefono numerio su šalies kodu, pvz., +370 612 34567.',
  },
  'not-a-tax-number': {
    en: 'This is not a tax number ({allowed}): check the digits.',
    ru: 'Это не ИНН ({allowed}): проверьте цифры.',
    pl: 'To nie jest NIP ({allowed}): proszę sprawdzić cyfry.',
    lt: 'Tai ne įmonės ar mokesčių mokėtojo kodas ({allowed}): patikrinkite skaitmenis.',
  },
  'not-a-url': {
    en: 'Expected a web address, e.g. https://example.com.',
    ru: 'Ожидается адрес в интернете, например https://example.com.',
    pl: 'Oczekiwano adresu strony, np. https://example.com.',
    lt: 'Tikėtasi svetainės adreso, pvz., https://example.com.',
  },
};

/** The fault put into words. */
export function faultToProblem({ path, code, parameters }: Fault<FaultCode>, language: Language): Problem {
  const message = messages[code][language].replace(/\{(\w+)\}/g, (hole, name: string) =>
    Object.hasOwn(parameters, name) ? String(parameters[name]) : hole,
  );
  return { path, code, message };
}
