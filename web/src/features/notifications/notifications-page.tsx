import { ActionIcon, Button, SegmentedControl } from '@mantine/core';
import { IconBell, IconCheck, IconChecks } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from '../../i18n/use-translation.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { usePageTitle } from '../../ui/page-title.ts';
import { EmptyState, ErrorState, SkeletonRows } from '../../ui/states.tsx';
import { byDay, sayClock } from './by-day.ts';
import { More } from './more.tsx';
import { NotificationLink } from './notification-link.tsx';
import styles from './notifications-page.module.css';
import { listQuery, unreadQuery, type Notification } from './notifications.ts';
import { SettingsButton } from './settings-button.tsx';
import { useMarkRead } from './use-mark-read.ts';

/** Everything that concerns me, day by day: what is unread, or all. */
export function NotificationsPage() {
  const { t } = useTranslation('notifications');
  usePageTitle(t('title'));
  const { show } = useSearch({ from: '/office/notifications' });
  const navigate = useNavigate({ from: '/notifications' });
  const markRead = useMarkRead();
  const unread = useQuery(unreadQuery).data?.unread ?? 0;
  const choose = (value: string) => void navigate({ search: value === 'all' ? { show: 'all' } : {}, replace: true });
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <h1>{t('title')}</h1>
        <SegmentedControl
          aria-label={t('filter')}
          classNames={{ label: styles.choice ?? '' }}
          value={show ?? 'unread'}
          onChange={choose}
          data={[
            { value: 'unread', label: t('unread') },
            { value: 'all', label: t('all') },
          ]}
        />
        <div className={styles.acts}>
          <Button
            variant="subtle"
            className={styles.target}
            leftSection={<IconChecks size={16} stroke={1.6} />}
            disabled={unread === 0}
            onClick={() => markRead.mutate({ all: true })}
          >
            {t('readAll')}
          </Button>
          <SettingsButton />
        </div>
      </header>
      <NotificationList
        unread={show !== 'all'}
        onRead={(ids) => markRead.mutate({ ids })}
        onAll={() => choose('all')}
      />
    </div>
  );
}

interface ListProps {
  readonly unread: boolean;
  readonly onRead: (ids: string[]) => void;
  readonly onAll: () => void;
}

function NotificationList({ unread, onRead, onAll }: ListProps) {
  const list = useInfiniteQuery(listQuery(unread));
  const { language } = useFormat();
  if (!list.data) {
    if (list.error) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
    return <SkeletonRows rows={8} height={64} />;
  }
  const items = list.data.pages.flatMap((page) => page.items);
  if (items.length === 0) return <NothingHere unread={unread} onAll={onAll} />;
  return (
    <>
      {byDay(items, { now: new Date(), language }).map((day) => (
        <section key={day.name} className={styles.day}>
          <h2>{day.name}</h2>
          <ul>
            {day.items.map((item) => (
              <NotificationRow key={item.id} notification={item} onRead={() => onRead([item.id])} />
            ))}
          </ul>
        </section>
      ))}
      {list.hasNextPage && (
        <More
          busy={list.isFetchingNextPage}
          failed={list.isFetchNextPageError}
          onMore={() => void list.fetchNextPage({ cancelRefetch: false })}
        />
      )}
    </>
  );
}

function NothingHere({ unread, onAll }: Pick<ListProps, 'unread' | 'onAll'>) {
  const { t } = useTranslation('notifications');
  if (!unread) {
    return (
      <EmptyState icon={<IconBell size={40} stroke={1.2} />} title={t('empty.title')}>
        {t('empty.text')}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={<IconChecks size={40} stroke={1.2} />}
      title={t('allRead.title')}
      action={
        <Button variant="default" className={styles.target} onClick={onAll}>
          {t('allRead.action')}
        </Button>
      }
    >
      {t('allRead.text')}
    </EmptyState>
  );
}

interface RowProps {
  readonly notification: Notification;
  readonly onRead: () => void;
}

function NotificationRow({ notification, onRead }: RowProps) {
  const { t } = useTranslation('notifications');
  const { language } = useFormat();
  const { createdAt, readAt, title } = notification;
  const unread = readAt === null;
  return (
    <li>
      <NotificationLink
        notification={notification}
        when={<time dateTime={createdAt}>{sayClock(new Date(createdAt), { language })}</time>}
        onOpen={() => unread && onRead()}
      />
      <span className={styles.mark}>
        {unread && (
          <ActionIcon
            variant="subtle"
            color="gray"
            className={styles.icon}
            aria-label={t('readOne', { title })}
            data-tip={t('read')}
            onClick={onRead}
          >
            <IconCheck size={18} stroke={1.6} />
          </ActionIcon>
        )}
      </span>
    </li>
  );
}
