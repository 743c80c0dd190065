import { Skeleton } from '@mantine/core';
import { useTranslation } from '../../i18n/use-translation.ts';
import { SkeletonRows } from '../../ui/states.tsx';
import styles from './document.module.css';

/** The page while it is loaded, in the places of its parts. */
export function DocumentSkeleton() {
  const { t } = useTranslation('ui');
  return (
    <div className={styles.page} aria-busy="true" aria-label={t('loading')}>
      <div className={styles.head}>
        <Skeleton height={12} width={96} />
        <Skeleton height={22} width="45%" mt={8} />
        <Skeleton height={28} width={420} mt={12} />
      </div>
      <div className={styles.columns}>
        <div className={styles.panel}>
          <SkeletonRows rows={9} height={52} />
        </div>
        <div className={styles.panel}>
          <SkeletonRows rows={5} />
        </div>
      </div>
    </div>
  );
}
