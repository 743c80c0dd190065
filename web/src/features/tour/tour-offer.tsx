import { Button } from '@mantine/core';
import { IconCompass } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { welcomeQuery } from '../../session/welcome.ts';
import { declineTour, startTour, useTour } from './tour.ts';
import styles from './tour.module.css';

const TourGuide = lazy(() => import('./tour-guide.tsx').then((module) => ({ default: module.TourGuide })));

/** Offers a tour of the demo organisation once on a device, and shows it to whoever wants it. */
export function TourOffer() {
  const { t } = useTranslation('tour');
  const { data: welcome } = useQuery(welcomeQuery);
  const { open, offered } = useTour();
  if (open)
    return (
      <Suspense>
        <TourGuide />
      </Suspense>
    );
  if (offered || !welcome || welcome.demo.length === 0) return null;
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
