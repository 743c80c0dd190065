import { PasswordInput } from '@mantine/core';
import { IconCircle, IconCircleCheck } from '@tabler/icons-react';
import { useId } from 'react';
import { useTranslation } from '../i18n/use-translation.ts';
import { judgePassword, leastLength } from './password-rules.ts';
import styles from './new-password.module.css';

interface Props {
  readonly label: string;
  readonly value: string;
  readonly onChange: (password: string) => void;
  /** Login, name, address and firm of whoever's it is to be. */
  readonly words: readonly string[];
  /** What the server found wrong with it. */
  readonly error?: string | undefined;
}

/** A password that is chosen: its rules are told before it is sent, each ticked off while one types. */
export function NewPassword({ label, value, onChange, words, error }: Props) {
  const { t } = useTranslation('session');
  const id = useId();
  const { long, own } = judgePassword(value, words);
  return (
    <div>
      <PasswordInput
        label={label}
        autoComplete="new-password"
        aria-describedby={id}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        error={error}
      />
      <ul className={styles.rules} id={id}>
        <Rule met={long}>{t('rules.long', { least: leastLength })}</Rule>
        <Rule met={own && value !== ''}>{t('rules.own')}</Rule>
        <Rule met={false}>{t('rules.rare')}</Rule>
      </ul>
    </div>
  );
}

function Rule({ met, children }: { readonly met: boolean; readonly children: string }) {
  const { t } = useTranslation('session');
  return (
    <li data-met={met || undefined}>
      {met ? <IconCircleCheck size={14} aria-label={t('rules.met')} /> : <IconCircle size={14} aria-hidden />}
      {children}
    </li>
  );
}
