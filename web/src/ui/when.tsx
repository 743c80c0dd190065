import { Popover, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from '../i18n/use-translation.ts';
import { daysAway } from '../i18n/format.ts';
import { useFormat } from '../i18n/use-format.ts';
import styles from './when.module.css';

interface WhenProps {
  readonly at: string;
  /** Say the time of day on far days, too. */
  readonly time?: boolean;
  /** Say how long ago instead of when. */
  readonly ago?: boolean;
}

/** A moment as people say it; the exact time on hover. */
export function When({ at, time = false, ago = false }: WhenProps) {
  const format = useFormat();
  return (
    <time dateTime={at} data-tip-at={at}>
      {ago ? format.ago(at) : format.when(at, { time })}
    </time>
  );
}

interface DueProps {
  readonly at: string | null;
  /** How the date came about. */
  readonly because?: string | null | undefined;
}

/** A due date: red with a sign when it is past, amber today; a click tells how it came about. */
export function DueDate({ at, because }: DueProps) {
  const { t } = useTranslation('ui');
  const format = useFormat();
  if (at === null) return <span className={styles.none}>{t('noDue')}</span>;
  const due = new Date(at);
  const urgency = due < new Date() ? 'overdue' : daysAway(due, { now: new Date() }) === 0 ? 'today' : 'later';
  const words = (
    <span className={styles.due} data-urgency={urgency} data-tip-at={because ? undefined : at}>
      {urgency === 'overdue' && <IconAlertTriangle size={14} aria-label={t('overdue')} />}
      <time dateTime={at}>{format.when(at)}</time>
    </span>
  );
  if (!because) return words;
  return (
    <Popover position="bottom-start" width={320} shadow="md">
      <Popover.Target>
        <UnstyledButton className={styles.why}>
          {words}
          <VisuallyHidden> {t('whyThen')}</VisuallyHidden>
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown className={styles.because}>
        <strong>{format.exactly(at)}</strong>
        <p>{because}</p>
      </Popover.Dropdown>
    </Popover>
  );
}
