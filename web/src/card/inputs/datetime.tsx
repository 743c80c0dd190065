import { Input, TextInput } from '@mantine/core';
import { lazy, useId } from 'react';
import { useTranslation } from '../../i18n/use-translation.ts';
import { textOf, type EditProps } from '../field-kind.ts';
import styles from '../fields/fields.module.css';
import { joinMoment, splitMoment } from '../moment-parts.ts';
import { WhileLoading } from './while-loading.tsx';

const DayInput = lazy(() => import('./day-input.tsx').then(({ DayInput }) => ({ default: DayInput })));

/** Day and time of day in the zone of this device. */
export function EditMoment({ value, onChange, onLeave, look }: EditProps<'datetime'>) {
  const { t } = useTranslation('card');
  const id = useId();
  const { label, description, error, withAsterisk, ...inner } = look;
  const { day, time } = splitMoment(textOf(value));
  const dayLook = { ...inner, error: Boolean(error), 'aria-label': look['aria-label'] ?? t('day') };
  return (
    <Input.Wrapper
      {...{ label, description, error, withAsterisk }}
      id={id}
      labelElement="div"
      role="group"
      aria-labelledby={`${id}-label`}
    >
      <div className={styles.moment}>
        <WhileLoading look={dayLook}>
          <DayInput
            value={day}
            onChange={(next) => onChange(next === null ? null : joinMoment(next, time || '09:00'))}
            onLeave={onLeave}
            look={dayLook}
          />
        </WhileLoading>
        <TextInput
          {...inner}
          type="time"
          error={Boolean(error)}
          aria-label={t('time')}
          value={time}
          disabled={Boolean(look.disabled) || day === ''}
          onChange={(event) => onChange(joinMoment(day, event.currentTarget.value || '00:00'))}
          onBlur={onLeave}
        />
      </div>
    </Input.Wrapper>
  );
}
