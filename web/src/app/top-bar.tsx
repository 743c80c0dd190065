import { useHotkeys } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { usePhone } from '../ui/use-phone.ts';
import { useTranslation } from '../i18n/use-translation.ts';
import { CallButton } from '../features/calls/call-button.tsx';
import { Bell } from '../features/notifications/bell.tsx';
import styles from './frame.module.css';
import { MyMenu } from './my-menu.tsx';
import { NewMenu } from './new-menu.tsx';

const loadPalette = () => import('./command-palette.tsx');
const CommandPalette = lazy(async () => ({ default: (await loadPalette()).CommandPalette }));

/** Search, and what is at hand on every screen. */
export function TopBar() {
  const { t } = useTranslation('app');
  const phone = usePhone();
  const [asked, setAsked] = useState(0);
  const search = () => setAsked((times) => times + 1);
  // The key works within inputs, too; the stroke is a letter there.
  useHotkeys([['mod+K', search]], []);
  useHotkeys([['/', search]]);
  return (
    <header className={styles.bar}>
      <button
        type="button"
        className={styles.search}
        data-tour="search"
        onClick={search}
        onPointerEnter={() => void loadPalette()}
        onFocus={() => void loadPalette()}
        aria-keyshortcuts="Control+K"
      >
        <IconSearch size={16} aria-hidden />
        <span>{t('bar.search')}</span>
        <kbd>Ctrl K</kbd>
      </button>
      <div className={styles.spring} />
      <NewMenu />
      <CallButton />
      <Bell />
      {phone && <MyMenu compact />}
      {asked > 0 && (
        <Suspense>
          <CommandPalette asked={asked} />
        </Suspense>
      )}
    </header>
  );
}
