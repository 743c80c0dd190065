import { Button, Select } from '@mantine/core';
import { IconCalendarPlus } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useFormat } from '../../i18n/use-format.ts';
import { useTranslation } from '../../i18n/use-translation.ts';
import { Refused } from '../../ui/refused.tsx';
import { sayDone } from '../../ui/toast.tsx';
import { holidayCountriesQuery, holidaysQuery, type WorkingCalendar } from './organisation.ts';
import styles from './organisation-page.module.css';

interface Props {
  readonly year: number;
  /** Days off, to be put among those that are there; answers how many were not there. */
  readonly onAdd: (days: WorkingCalendar['exceptions']) => number;
}

/** Puts the holidays of a country into a calendar. */
export function Holidays({ year, onAdd }: Props) {
  const { t } = useTranslation('organisation');
  const { language } = useFormat();
  const queryClient = useQueryClient();
  const countries = useQuery(holidayCountriesQuery);
  const [country, setCountry] = useState<string | null>(null);
  const [failed, setFailed] = useState<unknown>();
  const names = new Intl.DisplayNames(language, { type: 'region' });
  const known = (countries.data?.items ?? []).map((code) => ({ value: code, label: names.of(code) ?? code }));
  const add = async () => {
    if (country === null) return;
    try {
      setFailed(undefined);
      const { items } = await queryClient.fetchQuery(holidaysQuery(country, year));
      const count = onAdd(items.map(({ date, name }) => ({ date, name, intervals: [] })));
      sayDone({ text: t('days.added', { count }) });
    } catch (error) {
      setFailed(error);
    }
  };
  return (
    <div className={styles.own}>
      <Select
        label={t('days.country')}
        description={t('days.countryText')}
        searchable
        value={country}
        onChange={setCountry}
        data={known.toSorted((a, b) => a.label.localeCompare(b.label, language))}
      />
      <Button
        variant="default"
        disabled={country === null}
        leftSection={<IconCalendarPlus size={16} stroke={1.6} />}
        onClick={() => void add()}
      >
        {t('days.take', { year })}
      </Button>
      <Refused error={failed ?? countries.error} />
    </div>
  );
}
