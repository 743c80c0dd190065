import { Checkbox } from '@mantine/core';
import { IconCheck, IconMinus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { FieldKind, ShowProps } from '../field-kind.ts';
import styles from './fields.module.css';

export function ShowBoolean({ value }: Pick<ShowProps, 'value'>) {
  const { t } = useTranslation('card');
  const Icon = value === true ? IconCheck : IconMinus;
  return (
    <span className={styles.boolean} data-yes={value === true || undefined}>
      <Icon size={16} stroke={1.6} aria-hidden />
      {t(value === true ? 'yes' : 'no')}
    </span>
  );
}

export const booleanKind: FieldKind<'boolean'> = {
  type: 'boolean',
  Show: ShowBoolean,
  Edit: ({
    value,
    onChange,
    onLeave,
    look: { label, description, error, disabled, 'aria-label': name, autoFocus },
  }) => (
    <Checkbox
      className={label === undefined ? styles.cellbox : styles.checkbox}
      {...{ label, description, error, disabled, 'aria-label': name, autoFocus }}
      checked={value === true}
      onChange={(event) => onChange(event.currentTarget.checked)}
      onBlur={onLeave}
    />
  ),
};
