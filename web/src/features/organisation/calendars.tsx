import { Code } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/use-translation.ts';
import { weekdays } from '../../../../src/worktime/working-calendar.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { useMe } from '../../session/me.ts';
import { ErrorState, SkeletonRows } from '../../ui/states.tsx';
import { workingCalendarsQuery, type WorkingCalendar } from './organisation.ts';
import styles from './organisation-page.module.css';

/** When the organisation, its units and people work. */
export function WorkingCalendars() {
  const { t } = useTranslation('organisation');
  const calendars = useQuery(workingCalendarsQuery);
  if (calendars.error) return <ErrorState error={calendars.error} onRetry={() => void calendars.refetch()} />;
  if (!calendars.data) return <SkeletonRows rows={6} height={64} />;
  return (
    <section aria-label={t('views.calendars')}>
      {calendars.data.items.map((calendar) => (
        <CalendarView key={calendar.key} calendar={calendar} />
      ))}
    </section>
  );
}

function CalendarView({ calendar }: { readonly calendar: WorkingCalendar }) {
  const { t } = useTranslation('organisation');
  const { name } = useFormat();
  const { language } = useMe();
  const weekday = new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' });
  const day = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
  return (
    <article className={styles.calendar}>
      <h2>
        {calendar.key === 'default' ? t('ofAll') : calendar.key} <Code>{calendar.timeZone}</Code>
      </h2>
      <p>{t('usedBy', { units: calendar.units, people: calendar.people })}</p>
      <dl className={styles.week}>
        {weekdays.map((key, index) => (
          <div key={key}>
            {/* The fifth of January 1970 was a Monday. */}
            <dt>{weekday.format(new Date((4 + index) * 86_400_000))}</dt>
            <dd>{calendar.week[key].map(({ from, to }) => `${from}–${to}`).join(', ') || t('off')}</dd>
          </div>
        ))}
      </dl>
      <details>
        <summary>{t('exceptions', { count: calendar.exceptions.length })}</summary>
        <ul>
          {calendar.exceptions.map((exception) => (
            <li key={exception.date}>
              {day.format(new Date(`${exception.date}T00:00:00Z`))}{' '}
              {exception.name !== undefined && name(exception.name)}
              {exception.intervals.length > 0 &&
                ` (${exception.intervals.map(({ from, to }) => `${from}–${to}`).join(', ')})`}
            </li>
          ))}
        </ul>
      </details>
    </article>
  );
}
