import { useLocalStorage } from '@mantine/hooks';
import { usePhone } from '../ui/use-phone.ts';
import { Outlet } from '@tanstack/react-router';
import { Suspense } from 'react';
import { useTranslation } from '../i18n/use-translation.ts';
import { useLive } from '../live/use-live.ts';
import { ConnectionBar } from '../offline/connection-bar.tsx';
import { NewVersion } from '../offline/new-version.tsx';
import { useServiceWorker } from '../offline/use-service-worker.ts';
import { TourOffer } from '../features/tour/tour-offer.tsx';
import { useOutbox } from '../assignments/use-outbox.ts';
import { useMe } from '../session/me.ts';
import { SessionEnded } from '../session/session-ended.tsx';
import { SkeletonRows } from '../ui/states.tsx';
import styles from './frame.module.css';
import { PhoneTabs } from './phone-tabs.tsx';
import { Rail } from './rail.tsx';
import { TopBar } from './top-bar.tsx';

/** What stays while screens change: the rail (tabs at the thumb on a phone), the bar on top, and the place of the screen. */
export function Frame() {
  const { t } = useTranslation('app');
  const { id } = useMe();
  useServiceWorker(id);
  useOutbox(id);
  useLive();
  const phone = usePhone();
  const [collapsed, setCollapsed] = useLocalStorage({ key: 'millrace.rail', defaultValue: false });
  return (
    <div className={styles.frame} data-phone={phone || undefined} data-collapsed={collapsed || undefined}>
      <a className={styles.skip} href="#content">
        {t('rail.skip')}
      </a>
      {!phone && <Rail collapsed={collapsed} onCollapse={setCollapsed} />}
      <div className={styles.side}>
        <TopBar />
        <div>
          <ConnectionBar />
          <NewVersion />
          <TourOffer />
        </div>
        <main id="content" className={styles.content} tabIndex={-1} data-tour="content">
          <Suspense fallback={<SkeletonRows />}>
            <Outlet />
          </Suspense>
        </main>
      </div>
      {phone && <PhoneTabs />}
      <SessionEnded />
    </div>
  );
}
