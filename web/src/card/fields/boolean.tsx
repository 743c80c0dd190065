import { IconCheck, IconMinus } from '@tabler/icons-react';
import { useTranslation } from '../../i18n/use-translation.ts';
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
};
