import { IconCloudOff } from '@tabler/icons-react';
import { useSyncExternalStore } from 'react';
import { useTranslation } from '../i18n/use-translation.ts';
import { useFormat } from '../i18n/use-format.ts';
import { asOf, onAsOf } from './as-of.ts';
import styles from './offline.module.css';

/** Says that there is no connection, and of when it is what one reads. */
export function ConnectionBar() {
  const { t } = useTranslation('offline');
  const { when } = useFormat();
  const at = useSyncExternalStore(onAsOf, asOf);
  if (at === undefined) return null;
  return (
    <p className={styles.bar} role="status">
      <IconCloudOff size={16} stroke={1.6} aria-hidden />
      {t('asOf', { when: when(at, { time: true }) })}
    </p>
  );
}
