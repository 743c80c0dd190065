import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { welcomeQuery } from '../../session/welcome.ts';
import { useTour } from './tour.ts';

const TourGuide = lazy(() => import('./tour-guide.tsx').then((module) => ({ default: module.TourGuide })));
const TourBar = lazy(() => import('./tour-bar.tsx').then((module) => ({ default: module.TourBar })));

/** Offers a tour of the demo organisation once on a device, and shows it to whoever wants it. */
export function TourOffer() {
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
    <Suspense>
      <TourBar />
    </Suspense>
  );
}
