import { Button } from '@mantine/core';
import { IconBell } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/use-translation.ts';
import { LinkButton } from '../../ui/link-button.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../../ui/states.tsx';
import { When } from '../../ui/when.tsx';
import styles from './latest.module.css';
import { NotificationLink } from './notification-link.tsx';
import { latestQuery, type Notification } from './notifications.ts';
import { useMarkRead } from './use-mark-read.ts';

/** What is under the bell: the latest ten, and the way to all. `onLeave` closes it. */
export function Latest({ onLeave }: { readonly onLeave: () => void }) {
  const { t } = useTranslation('notifications');
  const latest = useQuery(latestQuery);
  const markRead = useMarkRead();
  const unread = latest.data?.unread ?? 0;
  return (
    <div className={styles.latest}>
      <div className={styles.head}>
        <h2>{t('title')}</h2>
        <Button
          variant="subtle"
          size="compact-sm"
          className={styles.target}
          disabled={unread === 0}
          onClick={() => markRead.mutate({ all: true })}
        >
          {t('readAll')}
        </Button>
      </div>
      <div className={styles.body}>
        {latest.data ? (
          <LatestItems
            items={latest.data.items}
            onOpen={({ id, readAt }) => {
              if (readAt === null) markRead.mutate({ ids: [id] });
              onLeave();
            }}
          />
        ) : latest.error ? (
          <ErrorState error={latest.error} onRetry={() => void latest.refetch()} />
        ) : (
          <SkeletonRows rows={5} height={60} />
        )}
      </div>
      <LinkButton to="/notifications" variant="subtle" fullWidth className={styles.all} onClick={onLeave}>
        {t('seeAll')}
      </LinkButton>
    </div>
  );
}

interface ItemsProps {
  readonly items: readonly Notification[];
  readonly onOpen: (notification: Notification) => void;
}

function LatestItems({ items, onOpen }: ItemsProps) {
  const { t } = useTranslation('notifications');
  if (items.length === 0) {
    return (
      <div className={styles.empty}>
        <EmptyState icon={<IconBell size={32} stroke={1.2} />} title={t('empty.title')}>
          {t('empty.text')}
        </EmptyState>
      </div>
    );
  }
  return (
    <ul className={styles.items}>
      {items.map((item) => (
        <li key={item.id}>
          <NotificationLink notification={item} when={<When at={item.createdAt} ago />} onOpen={() => onOpen(item)} />
        </li>
      ))}
    </ul>
  );
}
