import { Link } from '@tanstack/react-router';
import { IconAlertCircle, IconCalendar, IconChartBar, IconChecklist, IconFolders } from '@tabler/icons-react';
import { useTranslation } from '../i18n/use-translation.ts';
import styles from './frame.module.css';

const tabs = [
  { to: '/desk', icon: IconChecklist, key: 'desk' },
  { to: '/registers', icon: IconFolders, key: 'registers' },
  { to: '/calendar', icon: IconCalendar, key: 'calendar' },
  { to: '/reports', icon: IconChartBar, key: 'reports' },
  { to: '/attention', icon: IconAlertCircle, key: 'attention' },
] as const;

/** The main menu of a phone, at the thumb. */
export function PhoneTabs() {
  const { t } = useTranslation('app');
  return (
    <nav className={styles.tabs} aria-label={t('rail.label')}>
      {tabs.map(({ to, icon: Icon, key }) => (
        <Link key={to} to={to} className={styles.tab}>
          <Icon size={22} stroke={1.6} aria-hidden />
          <span>{t(`rail.${key}`)}</span>
        </Link>
      ))}
    </nav>
  );
}
