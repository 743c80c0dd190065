import { Input } from '@mantine/core';
import { isFilled, textOf, type FieldKind, type ShowProps } from '../field-kind.ts';
import { ShowBoolean } from './boolean.tsx';
import { ShowDate } from './date.tsx';
import styles from './fields.module.css';
import { ShowMoney } from './money.tsx';
import { ShowNumber } from './number.tsx';

function ShowComputed({ field, value }: ShowProps<'computed'>) {
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

/** A field that the card fills by itself: shown among the inputs, and changes with them. */
export const computedKind: FieldKind<'computed'> = {
  type: 'computed',
  Show: ShowComputed,
  Edit: ({ field, value, look: { label, description } }) => (
    <Input.Wrapper {...{ label, description }} labelElement="div">
      <output className={styles.computed}>
        {isFilled(value) ? <ShowComputed field={field} value={value} /> : '–'}
      </output>
    </Input.Wrapper>
  ),
};
