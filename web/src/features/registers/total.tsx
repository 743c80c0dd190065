import { useTranslation } from '../../i18n/use-translation.ts';
import { useFormat } from '../../i18n/use-format.ts';
import type { RegisterRows } from './paging/use-register-rows.ts';
import styles from './register-page.module.css';

/** How many there are; as long as they are being counted, how many at least. */
export function Total({ rows }: { readonly rows: Pick<RegisterRows, 'total' | 'atLeast' | 'pending'> }) {
  const { t } = useTranslation('registers');
  const { number } = useFormat();
  if (rows.pending) return null;
  const shown = number(rows.total);
  return (
    <span className={styles.total} role="status">
      {t('total', { count: rows.total, shown: rows.atLeast ? t('atLeast', { shown }) : shown })}
    </span>
  );
}
