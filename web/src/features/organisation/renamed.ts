import { textIn, type Language, type LocalisedText } from '../../../../src/platform/languages.ts';

/** The name in the reader's language; what it is called in others stays. Nothing where it is as it was. */
export function renamed(names: LocalisedText, language: Language, name: string): { name?: LocalisedText } {
  if (name === textIn(language, names)) return {};
  return { name: typeof names === 'string' ? name : { ...names, [language]: name } };
}
