import { NativeSelect } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { useTranslation } from '../../../i18n/use-translation.ts';
import styles from './actions.module.css';
import { dueDays, type Due } from './due.ts';

const DayInput = lazy(() =>
  import('../../../card/inputs/day-input.tsx').then(({ DayInput }) => ({ default: DayInput })),
);

interface Props {
  readonly due: Due;
  readonly onChange: (due: Due) => void;
  readonly error?: string | undefined;
}

/** By when: some working days, a day, or no time at all. */
export function DueChoice({ due, onChange, error }: Props) {
  const { t } = useTranslation('document');
  return (
    <div className={styles.pair}>
      <NativeSelect
        label={t('due.label')}
        error={error}
        value={due.kind === 'days' ? String(due.days) : due.kind}
        onChange={({ currentTarget: { value } }) => {
          if (value === 'none') onChange({ kind: 'none' });
          else if (value === 'day') onChange({ kind: 'day', day: '' });
          else onChange({ kind: 'days', days: Number(value) });
        }}
        data={[
          { value: 'none', label: t('due.none') },
          ...dueDays.map((days) => ({ value: String(days), label: t('due.days', { count: days }) })),
          { value: 'day', label: t('due.day') },
        ]}
      />
      {due.kind === 'day' && (
        <Suspense>
          <DayInput
            value={due.day}
            min={new Date().toISOString().slice(0, 10)}
            onChange={(day) => onChange({ kind: 'day', day: day ?? '' })}
            look={{ label: t('due.which') }}
          />
        </Suspense>
      )}
    </div>
  );
}
