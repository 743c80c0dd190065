import { Button } from '@mantine/core';
import { IconCompass } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { useTranslation } from '../../i18n/use-translation.ts';
import { welcomeQuery } from '../../session/welcome.ts';
import styles from './tour-offer.module.css';
import { declineTour, startTour, useTour } from './tour.ts';

const TourGuide = lazy(() => import('./tour-guide.tsx').then((module) => ({ default: module.TourGuide })));

/** Offers a tour of the demo organisation once on a device, and shows it to whoever wants it. */
export function TourOffer() {
  const { t } = useTranslation('app');
  const { open, offered } = useTour();
  const { data: welcome } = useQuery({ ...welcomeQuery, enabled: !offered });
  if (open)
    return (
      <Suspense>
        <TourGuide />
      </Suspense>
    );
  if (offered || !welcome || welcome.demo.length === 0) return null;
  return (
    <div className={styles.offer} role="region" aria-label={t('tour.label')}>
      <IconCompass size={16} stroke={1.6} aria-hidden />
      <span>{t('tour.text')}</span>
      <Button size="compact-sm" variant="default" onClick={startTour}>
        {t('tour.start')}
      </Button>
      <Button size="compact-sm" variant="subtle" color="gray" onClick={declineTour}>
        {t('tour.later')}
      </Button>
    </div>
  );
}
