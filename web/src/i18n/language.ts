import i18next from 'i18next';
import { useSyncExternalStore } from 'react';

function onLanguage(changed: () => void): () => void {
  i18next.on('languageChanged', changed);
  return () => i18next.off('languageChanged', changed);
}

const spoken = (): string => i18next.language;

/** The language that the app speaks. */
export function useLanguage(): string {
  return useSyncExternalStore(onLanguage, spoken);
}
