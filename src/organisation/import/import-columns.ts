import { languages, type Language } from '../../platform/languages.js';

/** The sheets of the file. */
export const importSheets = ['units', 'people'] as const;
export type ImportSheet = (typeof importSheets)[number];

type Names = Readonly<Record<Language, string>>;

/** What stands in the first row of the sheets; of a column only the first name is written, all are understood. */
export const importColumns = {
  units: {
    key: names('Key', 'Ключ', 'Klucz', 'Raktas'),
    name: names('Name', 'Название', 'Nazwa', 'Pavadinimas'),
    parent: names('Unit above', 'Вышестоящее подразделение', 'Jednostka nadrzędna', 'Aukštesnis padalinys'),
  },
  people: {
    login: names('Login', 'Имя входа', 'Login', 'Prisijungimo vardas'),
    name: names('Name', 'Имя', 'Imię i nazwisko', 'Vardas ir pavardė'),
    email: names('E-mail', 'Эл. почта', 'E-mail', 'El. paštas'),
    phone: names('Phone', 'Телефон', 'Telefon', 'Telefonas'),
    language: names('Language', 'Язык', 'Język', 'Kalba'),
    unit: names('Unit', 'Подразделение', 'Jednostka', 'Padalinys'),
    post: names('Post', 'Должность', 'Stanowisko', 'Pareigos'),
    roles: names('Roles', 'Роли', 'Role', 'Vaidmenys'),
    head: names('Head', 'Руководитель', 'Kierownik', 'Vadovas'),
  },
} as const satisfies Record<ImportSheet, Readonly<Record<string, Names>>>;

export type ImportColumn<Sheet extends ImportSheet> = keyof (typeof importColumns)[Sheet] & string;

export const sheetNames: Readonly<Record<ImportSheet, Names>> = {
  units: names('Units', 'Подразделения', 'Jednostki', 'Padaliniai'),
  people: names('People', 'Люди', 'Osoby', 'Žmonės'),
};

const yes = ['yes', 'y', 'true', '1', 'x', '+', 'да', 'tak', 'taip'];
const no = ['', 'no', 'n', 'false', '0', '-', 'нет', 'nie', 'ne'];

/** True or false for the words of all languages; undefined for another text. */
export function readYes(text: string): boolean | undefined {
  const word = text.trim().toLowerCase();
  return yes.includes(word) ? true : no.includes(word) ? false : undefined;
}

/** The column of a sheet that has this heading, in any language. */
export function columnOf(sheet: ImportSheet, heading: string): string | undefined {
  const wanted = plain(heading);
  return Object.entries<Names>(importColumns[sheet]).find(
    ([key, texts]) => plain(key) === wanted || languages.some((language) => plain(texts[language]) === wanted),
  )?.[0];
}

function names(en: string, ru: string, pl: string, lt: string): Names {
  return { en, ru, pl, lt };
}

function plain(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}
