import { Input, TextInput } from '@mantine/core';
import { lazy, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { When } from '../../ui/when.tsx';
import { useFormat } from '../../i18n/use-format.ts';
import { textOf, type EditProps, type FieldKind, type ShowProps } from '../field-kind.ts';
import { joinMoment, splitMoment } from '../moment-parts.ts';
import styles from './fields.module.css';
import { WhileLoading } from './while-loading.tsx';

const DayInput = lazy(() => import('./day-input.tsx').then(({ DayInput }) => ({ default: DayInput })));

function ShowMoment({ value, plain }: ShowProps<'datetime'>) {
  const { when } = useFormat();
  return plain ? (
    <time dateTime={textOf(value)}>{when(textOf(value), { time: true })}</time>
  ) : (
    <When at={textOf(value)} time />
  );
}

/** Day and time of day in the zone of this device. */
function EditMoment({ value, onChange, onLeave, look }: EditProps<'datetime'>) {
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

export const dateTimeKind: FieldKind<'datetime'> = {
  type: 'datetime',
  Show: ShowMoment,
  Edit: EditMoment,
  copy: textOf,
};
