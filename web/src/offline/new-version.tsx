import { Button } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from '../i18n/use-translation.ts';
import { api, answer } from '../api/client.ts';
import styles from './offline.module.css';

/** Milliseconds between two looks at what the server serves. */
const every = 10 * 60_000;

/** The build of the page that is open; empty in development. */
const mine = () => document.querySelector<HTMLMetaElement>('meta[name=build]')?.content ?? '';

/** Offers a new version of the app, and leaves it to the person when to take it; what was typed is kept on the device. */
export function NewVersion() {
  const { t } = useTranslation('offline');
  const offered = useNewVersion();
  const [later, setLater] = useState(false);
  if (!offered || later) return null;
  return (
    <div className={styles.bar} role="status">
      <IconRefresh size={16} stroke={1.6} aria-hidden />
      <span>{t('newVersion')}</span>
      <Button size="compact-sm" variant="default" onClick={() => location.reload()}>
        {t('reload')}
      </Button>
      <Button size="compact-sm" variant="subtle" color="gray" onClick={() => setLater(true)}>
        {t('later')}
      </Button>
    </div>
  );
}

function useNewVersion(): boolean {
  const [offered, setOffered] = useState(false);
  useEffect(() => {
    const look = () => {
      if (document.visibilityState !== 'visible' || mine() === '') return;
      answer(api.GET('/api/welcome')).then(
        ({ build }) => setOffered(build !== mine()),
        () => undefined,
      );
    };
    // A part that is there no more belongs to a version that is there no more.
    const gone = () => setOffered(true);
    const timer = setInterval(look, every);
    document.addEventListener('visibilitychange', look);
    addEventListener('vite:preloadError', gone);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
      removeEventListener('vite:preloadError', gone);
    };
  }, []);
  return offered;
}
