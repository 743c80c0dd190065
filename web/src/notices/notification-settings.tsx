import { useQuery } from '@tanstack/react-query';
import { useTranslation } from '../i18n/use-translation.ts';
import { ErrorState, SkeletonRows } from '../ui/states.tsx';
import styles from './notification-settings.module.css';
import { PushSwitch } from './push-switch.tsx';
import { settingsQuery } from './settings.ts';
import { TimeChoices } from './time-choices.tsx';
import { useChangeSettings } from './use-change-settings.ts';
import { WaysTable } from './ways-table.tsx';

/** Of what I want to be told, by which ways, and when not. Each choice is saved when it is made. */
export function NotificationSettings() {
  const { t } = useTranslation('notices');
  const { data, error, refetch } = useQuery(settingsQuery);
  const change = useChangeSettings();
  if (!data) {
    if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
    return <SkeletonRows rows={12} height={44} />;
  }
  return (
    <div className={styles.settings}>
      <p className={styles.lead}>{t('lead')}</p>
      <PushSwitch />
      <WaysTable events={data.events} onChange={change} />
      <TimeChoices settings={data} onChange={change} />
    </div>
  );
}
