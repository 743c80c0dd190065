import type { Language } from '../../platform/languages.js';

/** The words of letters that are not those of the notifications in them. */
export interface LetterTexts {
  readonly greeting: (name: string) => string;
  readonly decide: string;
  readonly open: string;
  readonly digest: string;
  readonly digestLead: string;
  readonly newsLead: string;
  readonly linkNote: string;
  readonly settings: string;
}

const texts: Readonly<Record<Language, LetterTexts>> = {
  en: {
    greeting: (name) => `Hello, ${name}`,
    decide: 'Look and decide',
    open: 'Open',
    digest: 'Your day in Millrace',
    digestLead: 'This is new since the last letter.',
    newsLead: 'This is new.',
    linkNote: 'The link decides in your name. Do not forward this letter.',
    settings: 'What you are told, and how, is set here',
  },
  ru: {
    greeting: (name) => `Здравствуйте, ${name}`,
    decide: 'Посмотреть и решить',
    open: 'Открыть',
    digest: 'Ваш день в Millrace',
    digestLead: 'Новое с прошлого письма.',
    newsLead: 'Вот что нового.',
    linkNote: 'Ссылка решает от вашего имени. Не пересылайте это письмо.',
    settings: 'О чём и как вам сообщать, настраивается здесь',
  },
  pl: {
    greeting: (name) => `Dzień dobry, ${name}`,
    decide: 'Zobacz i zdecyduj',
    open: 'Otwórz',
    digest: 'Twój dzień w Millrace',
    digestLead: 'Nowe od ostatniego listu.',
    newsLead: 'Oto co nowego.',
    linkNote: 'Odnośnik decyduje w Twoim imieniu. Nie przesyłaj tego listu dalej.',
    settings: 'O czym i jak powiadamiać, ustawia się tutaj',
  },
  lt: {
    greeting: (name) => `Laba diena, ${name}`,
    decide: 'Pažiūrėti ir nuspręsti',
    open: 'Atverti',
    digest: 'Jūsų diena sistemoje Millrace',
    digestLead: 'Nauja nuo paskutinio laiško.',
    newsLead: 'Štai kas nauja.',
    linkNote: 'Nuoroda sprendžia Jūsų vardu. Nepersiųskite šio laiško.',
    settings: 'Apie ką ir kaip Jums pranešti, nustatoma čia',
  },
};

export function letterTexts(language: Language): LetterTexts {
  return texts[language];
}
