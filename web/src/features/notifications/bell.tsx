import { ActionIcon, Popover } from '@mantine/core';
import { IconBell } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from '../../i18n/use-translation.ts';
import { SkeletonRows } from '../../ui/states.tsx';
import { usePhone } from '../../ui/use-phone.ts';
import styles from './bell.module.css';
import { unreadQuery } from './notifications.ts';

const Latest = lazy(async () => ({ default: (await import('./latest.tsx')).Latest }));

/** How much is unread, and the latest of it, on every screen. */
export function Bell() {
  const { t } = useTranslation('app');
  const phone = usePhone();
  const [opened, setOpened] = useState(false);
  const unread = useQuery(unreadQuery).data?.unread ?? 0;
  // The server counts up to 100.
  const shown = unread > 99 ? '99+' : String(unread);
  const label = unread === 0 ? t('bar.notifications') : t('bar.unread', { count: unread, shown });
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position="bottom-end"
      width="min(420px, calc(100vw - 16px))"
      shadow="md"
      trapFocus
      returnFocus
    >
      <Popover.Target>
        <ActionIcon
          className={styles.bell}
          variant="subtle"
          color="gray"
          size={phone ? 44 : 36}
          aria-label={label}
          onClick={() => setOpened(!opened)}
        >
          <IconBell size={20} stroke={1.6} />
          {unread > 0 && (
            <span className={styles.count} aria-hidden>
              {shown}
            </span>
          )}
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown p={0} className={styles.dropdown}>
        <Suspense fallback={<SkeletonRows rows={5} height={60} />}>
          <Latest onLeave={() => setOpened(false)} />
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}
