import { CloseButton, TextInput } from '@mantine/core';
import { useTranslation } from '../../i18n/use-translation.ts';
import styles from './organisation-page.module.css';

interface Props {
  /** ISO 8601; empty: today. */
  readonly value: string;
  readonly onChange: (day: string) => void;
}

/** The day of which the organisation is looked at. */
export function TreeDay({ value, onChange }: Props) {
  const { t } = useTranslation(['organisation', 'ui']);
  return (
    <TextInput
      className={styles.day}
      type="date"
      aria-label={t('organisation:onDay')}
      leftSection={<span className={styles.lead}>{t('organisation:onDay')}</span>}
      leftSectionWidth="auto"
      max={new Date().toISOString().slice(0, 10)}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      rightSection={
        value === '' ? null : <CloseButton size="sm" aria-label={t('ui:clear')} onClick={() => onChange('')} />
      }
    />
  );
}
