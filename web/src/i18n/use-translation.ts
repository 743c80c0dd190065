import i18next, { type Namespace, type TFunction } from 'i18next';
import { use } from 'react';
import { useLanguage } from './language.ts';

interface Texts<Names extends Namespace> {
  readonly t: TFunction<Names>;
}

const kept = new Map<string, Texts<Namespace>>();
const loading = new Map<string, Promise<void>>();

/**
 * The texts of these namespaces in the language of the reader; waits (suspends) until they are loaded. The same object for
 * everybody who asks for the same, and little work: hundreds of parts of a screen ask.
 */
export function useTranslation<const Names extends Namespace>(names: Names): Texts<Names> {
  const language = useLanguage();
  const key = `${language} ${String(names)}`;
  let texts = kept.get(key);
  if (texts === undefined) {
    const wanted = typeof names === 'string' ? [names] : [...names];
    if (!wanted.every((name) => i18next.hasLoadedNamespace(name, { lng: language }))) load(key, wanted);
  }
  // Whoever has waited is to say so again once it is over: React takes parts up where they have stopped.
  const begun = loading.get(key);
  if (begun !== undefined) use(begun);
  if (texts === undefined) kept.set(key, (texts = { t: i18next.getFixedT(language, names) }));
  return texts as Texts<Names>;
}

function load(key: string, names: readonly string[]): void {
  if (!loading.has(key)) loading.set(key, i18next.loadNamespaces(names));
}
