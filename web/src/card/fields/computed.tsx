import { textOf, type FieldKind, type ShowProps } from '../field-kind.ts';
import { ShowBoolean } from './boolean.tsx';
import { ShowDate } from './date.tsx';
import { ShowMoney } from './money.tsx';
import { ShowNumber } from './number.tsx';

export function ShowComputed({ field, value }: ShowProps<'computed'>) {
  switch (field.result) {
    case 'money':
      return <ShowMoney value={value} />;
    case 'number':
      return <ShowNumber value={value} />;
    case 'boolean':
      return <ShowBoolean value={value} />;
    case 'date':
      return <ShowDate value={value} />;
    case 'text':
      return textOf(value);
  }
}

export const computedKind: FieldKind<'computed'> = {
  type: 'computed',
  Show: ShowComputed,
};
