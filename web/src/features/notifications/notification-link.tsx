import { VisuallyHidden } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from '../../i18n/use-translation.ts';
import { Initials } from '../../ui/initials.tsx';
import styles from './notification-link.module.css';
import { askedIn, type Notification } from './notifications.ts';

interface Props {
  readonly notification: Notification;
  /** When it was, in words. */
  readonly when: ReactNode;
  readonly onOpen: () => void;
}

/** A notification that leads to where something can be done about it. */
export function NotificationLink({ notification, when, onOpen }: Props) {
  const { t } = useTranslation('notifications');
  const { title, text, actor, document, readAt } = notification;
  const assignment = askedIn(notification);
  const unread = readAt === null;
  const shared = { className: styles.link, 'data-unread': unread || undefined, onClick: onOpen, onAuxClick: onOpen };
  const inside = (
    <>
      <span className={styles.dot} aria-hidden />
      <Initials name={actor.name} size={28} />
      <span className={styles.words}>
        <span className={styles.title}>
          {unread && <VisuallyHidden>{t('isUnread')} </VisuallyHidden>}
          {title}
        </span>
        <span className={styles.text}>{text}</span>
      </span>
      <span className={styles.when}>{when}</span>
    </>
  );
  return assignment === null ? (
    <Link to="/documents/$id" params={{ id: document.id }} {...shared}>
      {inside}
    </Link>
  ) : (
    <Link to="/desk" search={{ assignment }} {...shared}>
      {inside}
    </Link>
  );
}
