import { Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useLanguage } from '../i18n/language.ts';
import { languages } from '../../../src/platform/languages.ts';
import { speak } from '../i18n/start-i18n.ts';
import styles from './sign-in-page.module.css';

const languageNames = { en: 'English', ru: 'Русский', pl: 'Polski', lt: 'Lietuvių' } as const;

interface Props {
  readonly title: string;
  readonly lead?: string;
  readonly children: ReactNode;
}

/** The card of the pages before the sign-in, with the choice of the language. */
export function EntranceCard({ title, lead, children }: Props) {
  return (
    <section className={styles.card}>
      <img src="/icon.svg" alt="" width={40} height={40} />
      <Title order={1} mt={12}>
        {title}
      </Title>
      {lead !== undefined && <p className={styles.lead}>{lead}</p>}
      {children}
      <LanguageChoice />
    </section>
  );
}

function LanguageChoice() {
  const spoken = useLanguage();
  return (
    <p className={styles.languages}>
      {languages.map((language) => (
        <button
          key={language}
          type="button"
          lang={language}
          aria-pressed={spoken === language}
          onClick={() => void speak(language)}
        >
          {languageNames[language]}
        </button>
      ))}
    </p>
  );
}
