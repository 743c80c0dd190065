import { TextInput } from '@mantine/core';
import { useTranslation } from '../../i18n/use-translation.ts';

interface Props {
  /** ISO 8601; empty: from now on. */
  readonly value: string;
  readonly onChange: (day: string) => void;
  readonly error: string | undefined;
}

/** From which day on a change holds that is entered afterwards. */
export function SinceDay({ value, onChange, error }: Props) {
  const { t } = useTranslation('organisation');
  return (
    <TextInput
      type="date"
      label={t('fields.since')}
      description={t('fields.sinceText')}
      value={value}
      max={new Date().toISOString().slice(0, 10)}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={error}
    />
  );
}
