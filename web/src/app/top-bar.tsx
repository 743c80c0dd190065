import { IconSearch } from '@tabler/icons-react';
import { usePhone } from '../ui/use-phone.ts';
import { useTranslation } from 'react-i18next';
import { CallButton } from '../features/calls/call-button.tsx';
import { Bell } from '../features/notifications/bell.tsx';
import { openPalette, Palette } from '../features/search/palette.tsx';
import { useCommands } from './commands.tsx';
import styles from './frame.module.css';
import { MyMenu } from './my-menu.tsx';
import { NewMenu } from './new-menu.tsx';

/** Search, and what is at hand on every screen. */
export function TopBar() {
  const { t } = useTranslation('app');
  const phone = usePhone();
  const commands = useCommands();
  return (
    <header className={styles.bar}>
      <button
        type="button"
        className={styles.search}
        data-tour="search"
        onClick={openPalette}
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
      <Palette commands={commands} />
    </header>
  );
}
