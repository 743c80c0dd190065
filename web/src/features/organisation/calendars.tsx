import { Button, Code } from '@mantine/core';
import { IconPencil, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { weekdays } from '../../../../src/worktime/working-calendar.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { useTranslation } from '../../i18n/use-translation.ts';
import { ErrorState, SkeletonRows } from '../../ui/states.tsx';
import { CalendarSheet } from './calendar-sheet.tsx';
import { hoursText, weekdayName } from './calendar-words.ts';
import { workingCalendarsQuery, type WorkingCalendar } from './organisation.ts';
import styles from './organisation-page.module.css';

/** When the organisation, its units and people work; each calendar can be changed. */
export function WorkingCalendars() {
  const { t } = useTranslation('organisation');
  const calendars = useQuery(workingCalendarsQuery);
  const [open, setOpen] = useState<WorkingCalendar | 'new'>();
  return (
    <section aria-label={t('views.calendars')}>
      <div className={styles.tools}>
        <Button leftSection={<IconPlus size={16} stroke={1.6} />} onClick={() => setOpen('new')}>
          {t('addCalendar')}
        </Button>
      </div>
      {calendars.error && <ErrorState error={calendars.error} onRetry={() => void calendars.refetch()} />}
      {calendars.isPending && <SkeletonRows rows={6} height={64} />}
      {calendars.data?.items.map((calendar) => (
        <CalendarView key={calendar.key} calendar={calendar} onOpen={() => setOpen(calendar)} />
      ))}
      {open !== undefined && (
        <CalendarSheet calendar={open === 'new' ? undefined : open} onClose={() => setOpen(undefined)} />
      )}
    </section>
  );
}

interface ViewProps {
  readonly calendar: WorkingCalendar;
  readonly onOpen: () => void;
}

function CalendarView({ calendar, onOpen }: ViewProps) {
  const { t } = useTranslation('organisation');
  const { language } = useFormat();
  const name = calendar.key === 'default' ? t('ofAll') : calendar.key;
  const today = new Date().toISOString().slice(0, 10);
  const next = calendar.exceptions.filter(({ date }) => date >= today).length;
  return (
    <article className={styles.calendar}>
      <div className={styles.calendarHead}>
        <h2>
          {name} <Code>{calendar.timeZone}</Code>
        </h2>
        <Button
          variant="default"
          size="compact-md"
          leftSection={<IconPencil size={16} stroke={1.6} />}
          aria-label={t('changeCalendar', { name })}
          onClick={onOpen}
        >
          {t('change')}
        </Button>
      </div>
      <p>{t('usedBy', { units: calendar.units, people: calendar.people })}</p>
      <dl className={styles.week}>
        {weekdays.map((key) => (
          <div key={key}>
            <dt>{weekdayName(key, language)}</dt>
            <dd>{hoursText(calendar.week[key]) || t('off')}</dd>
          </div>
        ))}
      </dl>
      <p>{t('exceptionsAhead', { count: next })}</p>
    </article>
  );
}
