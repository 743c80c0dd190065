import { Button } from '@mantine/core';
import { IconCompass } from '@tabler/icons-react';
import { useTranslation } from '../../i18n/use-translation.ts';
import { declineTour, startTour } from './tour.ts';
import styles from './tour.module.css';

/** Asks whether the tour is wanted. */
export function TourBar() {
  const { t } = useTranslation('tour');
  return (
    <div className={styles.offer} role="region" aria-label={t('offer.label')}>
      <IconCompass size={16} stroke={1.6} aria-hidden />
      <span>{t('offer.text')}</span>
      <Button size="compact-sm" variant="default" onClick={startTour}>
        {t('offer.start')}
      </Button>
      <Button size="compact-sm" variant="subtle" color="gray" onClick={declineTour}>
        {t('offer.later')}
      </Button>
    </div>
  );
}
