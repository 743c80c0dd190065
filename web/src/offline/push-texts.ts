import en from './texts/en.json';
import lt from './texts/lt.json';
import pl from './texts/pl.json';
import ru from './texts/ru.json';

export type PushTexts = typeof en;

const texts: Readonly<Record<string, PushTexts>> = { en, ru, pl, lt };

/** What the service worker says; it has no i18next. English for a language that is not known. */
export function textsOf(language: string): PushTexts {
  return texts[language] ?? en;
}
