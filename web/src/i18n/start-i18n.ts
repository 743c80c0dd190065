import i18next, { type BackendModule, type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { languages, type Language } from '../../../src/platform/languages.ts';

type Texts = Readonly<Record<string, unknown>>;

/** Texts lie beside the screens that use them; each folder's are a namespace, loaded when a screen asks for it. */
const files = import.meta.glob<Texts>(['../*/texts/*.json', '../features/*/texts/*.json'], { import: 'default' });
const loaders = new Map(Object.entries(files).map(([path, load]) => [placeOf(path), load]));

/** `../features/desk/texts/lt.json` is `desk/lt`. */
function placeOf(path: string): string {
  const [language, , namespace] = path.split('/').reverse();
  return `${namespace}/${language?.replace('.json', '')}`;
}

const backend: BackendModule = {
  type: 'backend',
  init: () => undefined,
  read: (language, namespace, done) => {
    const load = loaders.get(`${namespace}/${language}`);
    if (!load) return done(new Error(`There are no texts ${namespace}/${language}.`), null);
    load().then(
      (texts) => done(null, texts),
      (error: Error) => done(error, null),
    );
  },
};

const rememberedAs = 'millrace.language';

/** The language chosen last on this device, else the browser's, else English. */
export function guessLanguage(): Language {
  const wanted = [localStorage.getItem(rememberedAs) ?? '', ...navigator.languages.map((tag) => tag.slice(0, 2))];
  return wanted.find((tag): tag is Language => (languages as readonly string[]).includes(tag)) ?? 'en';
}

/** Switches the app; the choice is kept on this device for the sign-in page. */
export async function speak(language: Language): Promise<void> {
  localStorage.setItem(rememberedAs, language);
  document.documentElement.lang = language;
  if (i18next.language !== language) await i18next.changeLanguage(language);
}

/** Starts the texts of the app in `language`. */
export async function startI18n(language: Language): Promise<i18n> {
  document.documentElement.lang = language;
  await i18next
    .use(backend)
    .use(initReactI18next)
    .init({
      lng: language,
      fallbackLng: 'en',
      supportedLngs: [...languages],
      ns: ['app', 'ui'],
      defaultNS: 'app',
      // React escapes.
      interpolation: { escapeValue: false },
    });
  return i18next;
}
