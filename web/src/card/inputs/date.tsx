import { lazy } from 'react';
import { textOf, type EditProps } from '../field-kind.ts';
import { WhileLoading } from './while-loading.tsx';

const DayInput = lazy(() => import('./day-input.tsx').then(({ DayInput }) => ({ default: DayInput })));

export function EditDate({ field, value, onChange, onLeave, look }: EditProps<'date'>) {
  return (
    <WhileLoading look={look}>
      <DayInput
        value={textOf(value)}
        onChange={onChange}
        onLeave={onLeave}
        look={look}
        min={field.min}
        max={field.max}
      />
    </WhileLoading>
  );
}
