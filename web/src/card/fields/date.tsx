import { lazy } from 'react';
import { formatDate } from '../../../../src/streams/field-types/format-text.ts';
import type { Language } from '../../../../src/platform/languages.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { textOf, type FieldKind, type ShowProps } from '../field-kind.ts';
import { WhileLoading } from './while-loading.tsx';

const DayInput = lazy(() => import('./day-input.tsx').then(({ DayInput }) => ({ default: DayInput })));

export function ShowDate({ value }: Pick<ShowProps, 'value'>) {
  const { language } = useFormat();
  return <time dateTime={textOf(value)}>{formatDate(textOf(value), language as Language)}</time>;
}

export const dateKind: FieldKind<'date'> = {
  type: 'date',
  Show: ShowDate,
  Edit: ({ field, value, onChange, onLeave, look }) => (
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
  ),
  copy: textOf,
};
