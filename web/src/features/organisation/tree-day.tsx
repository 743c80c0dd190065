import { CloseButton, TextInput } from '@mantine/core';
import { useId } from 'react';
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
  const id = useId();
  return (
    <div className={styles.day}>
      <label htmlFor={id}>{t('organisation:onDay')}</label>
      <TextInput
        id={id}
        type="date"
        max={new Date().toISOString().slice(0, 10)}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      {value !== '' && <CloseButton aria-label={t('ui:clear')} onClick={() => onChange('')} />}
    </div>
  );
}
