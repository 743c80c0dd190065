import { ActionIcon, Button, Select, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useFormat } from '../../i18n/use-format.ts';
import { useTranslation } from '../../i18n/use-translation.ts';
import { hoursText, readHours, withDays } from './calendar-words.ts';
import { Holidays } from './holidays.tsx';
import type { WorkingCalendar } from './organisation.ts';
import styles from './organisation-page.module.css';

type Days = WorkingCalendar['exceptions'];

interface Props {
  readonly days: Days;
  readonly onChange: (days: Days) => void;
}

/** The days of a year that are not like others of the week: holidays, short days, days that were moved. */
export function CalendarDays({ days, onChange }: Props) {
  const { t } = useTranslation('organisation');
  const { name, language } = useFormat();
  const thisYear = new Date().getFullYear();
  const [year, setYear] = useState(String(thisYear));
  const years = [
    ...new Set([thisYear, thisYear + 1, thisYear + 2, ...days.map(({ date }) => Number(date.slice(0, 4)))]),
  ];
  const shown = days.filter(({ date }) => date.startsWith(year));
  const day = new Intl.DateTimeFormat(language, { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' });
  return (
    <section className={styles.days} aria-label={t('days.title')}>
      <div className={styles.calendarHead}>
        <h3>{t('days.title')}</h3>
        <Select
          aria-label={t('days.year')}
          className={styles.year}
          allowDeselect={false}
          value={year}
          onChange={(value) => setYear(value ?? year)}
          data={years.toSorted((a, b) => a - b).map(String)}
        />
      </div>
      {shown.length === 0 && <p className={styles.about}>{t('days.none', { year })}</p>}
      {shown.length > 0 && (
        <ul className={styles.dayRows}>
          {shown.map((one) => (
            <li key={one.date}>
              <span className={styles.date}>{day.format(new Date(`${one.date}T00:00:00Z`))}</span>
              <span>{one.name === undefined ? '' : name(one.name)}</span>
              <span className={styles.about}>{hoursText(one.intervals) || t('off')}</span>
              <ActionIcon
                variant="subtle"
                color="gray"
                size="lg"
                aria-label={t('days.remove', { day: day.format(new Date(`${one.date}T00:00:00Z`)) })}
                onClick={() => onChange(days.filter(({ date }) => date !== one.date))}
              >
                <IconX size={16} stroke={1.6} />
              </ActionIcon>
            </li>
          ))}
        </ul>
      )}
      <OwnDay year={year} onAdd={(own) => onChange(withDays([own], days))} />
      <Holidays
        year={Number(year)}
        onAdd={(holidays) => {
          const all = withDays(days, holidays);
          onChange(all);
          return all.length - days.length;
        }}
      />
    </section>
  );
}

interface OwnProps {
  readonly year: string;
  readonly onAdd: (day: Days[number]) => void;
}

/** A day of one's own; it takes the place of what is there on that day. */
function OwnDay({ year, onAdd }: OwnProps) {
  const { t } = useTranslation('organisation');
  const [date, setDate] = useState('');
  const [name, setName] = useState('');
  const [hours, setHours] = useState('');
  const intervals = readHours(hours);
  return (
    <div className={styles.own} role="group" aria-label={t('days.own')}>
      <TextInput
        type="date"
        label={t('days.date')}
        value={date}
        min={`${year}-01-01`}
        max={`${year}-12-31`}
        onChange={(event) => setDate(event.currentTarget.value)}
      />
      <TextInput label={t('days.name')} value={name} onChange={(event) => setName(event.currentTarget.value)} />
      <TextInput
        label={t('days.hours')}
        placeholder={t('off')}
        value={hours}
        onChange={(event) => setHours(event.currentTarget.value)}
        error={intervals === undefined ? t('hours.wrong') : undefined}
      />
      <Button
        variant="default"
        disabled={date === '' || intervals === undefined}
        onClick={() => {
          onAdd({ date, intervals: intervals ?? [], ...(name.trim() !== '' && { name: name.trim() }) });
          setDate('');
          setName('');
          setHours('');
        }}
      >
        {t('days.add')}
      </Button>
    </div>
  );
}
