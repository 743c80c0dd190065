import { Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { officeWeek, weekdays } from '../../../../src/worktime/working-calendar.ts';
import { api, answer, ifMatch } from '../../api/client.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { useTranslation } from '../../i18n/use-translation.ts';
import { Sheet } from '../../ui/sheet.tsx';
import { sayDone } from '../../ui/toast.tsx';
import { CalendarDays } from './calendar-days.tsx';
import { hoursText, readHours, weekdayName } from './calendar-words.ts';
import type { WorkingCalendar } from './organisation.ts';
import styles from './organisation-page.module.css';
import { RemoveButton } from './remove-button.tsx';
import { SheetForm } from './sheet-form.tsx';
import { useSaving } from './use-saving.ts';

interface Props {
  /** Absent: a new one. */
  readonly calendar: WorkingCalendar | undefined;
  readonly onClose: () => void;
}

const zones = Intl.supportedValuesOf('timeZone');

/** The hours of a working week, and the days that are different. */
export function CalendarSheet({ calendar, onClose }: Props) {
  const { t } = useTranslation('organisation');
  const { language } = useFormat();
  const [key, setKey] = useState(calendar?.key ?? '');
  const [timeZone, setTimeZone] = useState(calendar?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone);
  const [hours, setHours] = useState(() => weekdays.map((day) => hoursText((calendar?.week ?? officeWeek)[day])));
  const [exceptions, setExceptions] = useState(calendar?.exceptions ?? []);
  const read = hours.map(readHours);
  const { saving, errorOf, failure } = useSaving(
    (deed: 'save' | 'remove') => {
      const path = { calendar: key };
      if (calendar && deed === 'remove')
        return answer(api.DELETE('/api/calendars/{calendar}', { params: { path, header: ifMatch(calendar) } }));
      const week = Object.fromEntries(
        weekdays.map((day, index) => [day, read[index] ?? []]),
      ) as WorkingCalendar['week'];
      const header = calendar ? ifMatch(calendar) : {};
      const body = { timeZone, week, exceptions: [...exceptions] };
      return answer(api.PUT('/api/calendars/{calendar}', { params: { path, header }, body }));
    },
    (deed) => {
      sayDone({ text: t(deed === 'remove' ? 'calendarRemoved' : 'saved') });
      onClose();
    },
  );
  const title = calendar?.key === 'default' ? t('ofAll') : (calendar?.key ?? t('addCalendar'));
  const removable = calendar && calendar.key !== 'default' && calendar.units + calendar.people === 0;
  return (
    <Sheet title={title} onClose={onClose}>
      <SheetForm
        failure={failure}
        busy={saving.isPending}
        disabled={read.includes(undefined)}
        onSubmit={() => saving.mutate('save')}
        onClose={onClose}
        aside={
          removable && (
            <RemoveButton
              label={t('removeCalendar')}
              busy={saving.isPending}
              onRemove={() => saving.mutate('remove')}
            />
          )
        }
      >
        {!calendar && (
          <TextInput
            label={t('fields.key')}
            description={t('fields.calendarKeyText')}
            required
            data-autofocus
            value={key}
            onChange={(event) => setKey(event.currentTarget.value)}
            error={errorOf('key')}
          />
        )}
        <Select
          label={t('fields.timeZone')}
          searchable
          allowDeselect={false}
          limit={100}
          value={timeZone}
          onChange={(value) => setTimeZone(value ?? timeZone)}
          data={zones.includes(timeZone) ? zones : [timeZone, ...zones]}
          error={errorOf('timeZone')}
        />
        <fieldset className={styles.hours}>
          <legend>{t('hours.title')}</legend>
          <p className={styles.about}>{t('hours.text')}</p>
          {weekdays.map((day, index) => (
            <TextInput
              key={day}
              label={weekdayName(day, language)}
              placeholder={t('off')}
              value={hours[index] ?? ''}
              onChange={(event) => setHours(hours.with(index, event.currentTarget.value))}
              error={read[index] === undefined ? t('hours.wrong') : errorOf(`week.${day}`)}
            />
          ))}
        </fieldset>
        <CalendarDays days={exceptions} onChange={setExceptions} />
      </SheetForm>
    </Sheet>
  );
}
