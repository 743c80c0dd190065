import { IconSearch } from '@tabler/icons-react';
import { usePhone } from '../ui/use-phone.ts';
import { useTranslation } from 'react-i18next';
import styles from './frame.module.css';
import { MyMenu } from './my-menu.tsx';

/** Search, and what is at hand on every screen. */
export function TopBar() {
  const { t } = useTranslation('app');
  const phone = usePhone();
  return (
    <header className={styles.bar}>
      <button type="button" className={styles.search}>
        <IconSearch size={16} aria-hidden />
        <span>{t('bar.search')}</span>
        <kbd>Ctrl K</kbd>
      </button>
      <div className={styles.spring} />
      {phone && <MyMenu compact />}
    </header>
  );
}
