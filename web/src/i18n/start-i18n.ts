import i18next, { type BackendModule } from 'i18next';
import { languages, type Language } from '../../../src/platform/languages.ts';

type Texts = Readonly<Record<string, unknown>>;

/** Texts lie beside what uses them; each folder's are a namespace. What screens share has its texts at once. */
const shared = loadersOf(import.meta.glob<Texts>('../*/texts/*.json', { import: 'default' }));
/** A screen's own are loaded when it asks for them. */
const ofScreens = loadersOf(import.meta.glob<Texts>('../features/*/texts/*.json', { import: 'default' }));
const loaders = new Map([...shared, ...ofScreens]);

function loadersOf(files: Readonly<Record<string, () => Promise<Texts>>>): Map<string, () => Promise<Texts>> {
  return new Map(Object.entries(files).map(([path, load]) => [placeOf(path), load]));
}

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

let started: Promise<unknown> | undefined;

/** Switches the app; the choice is kept on this device for the sign-in page. */
export async function speak(language: Language): Promise<void> {
  localStorage.setItem(rememberedAs, language);
  await started;
  document.documentElement.lang = language;
  if (i18next.language !== language) await i18next.changeLanguage(language);
}

/** Starts the texts of the app in `language`. */
export async function startI18n(language: Language): Promise<void> {
  document.documentElement.lang = language;
  started = i18next.use(backend).init({
    lng: language,
    // Every language has all texts (texts.spec.ts): no other one needs to be loaded for what it lacks.
    fallbackLng: false,
    supportedLngs: [...languages],
    ns: [...new Set([...shared.keys()].map((place) => place.replace(/\/.*/, '')))],
    defaultNS: 'app',
    // React escapes.
    interpolation: { escapeValue: false },
  });
  await started;
}
