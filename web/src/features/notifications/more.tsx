import { Button } from '@mantine/core';
import { useInViewport } from '@mantine/hooks';
import { useEffect, useEffectEvent } from 'react';
import { useTranslation } from '../../i18n/use-translation.ts';
import styles from './notifications-page.module.css';

interface Props {
  readonly busy: boolean;
  /** The last time did not work: the next try is the person's. */
  readonly failed: boolean;
  readonly onMore: () => void;
}

/** The end of what is loaded: loads more when it comes into sight, or when it is pressed. */
export function More({ busy, failed, onMore }: Props) {
  const { t } = useTranslation('notifications');
  const { ref, inViewport } = useInViewport<HTMLButtonElement>();
  const wanted = inViewport && !busy && !failed;
  const load = useEffectEvent(onMore);
  useEffect(() => {
    if (wanted) load();
  }, [wanted]);
  return (
    <Button ref={ref} variant="subtle" fullWidth className={styles.target} loading={busy} onClick={onMore}>
      {t('more')}
    </Button>
  );
}
