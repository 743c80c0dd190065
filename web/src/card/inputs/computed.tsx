import { Input } from '@mantine/core';
import { isFilled, type EditProps } from '../field-kind.ts';
import { ShowComputed } from '../fields/computed.tsx';
import styles from '../fields/fields.module.css';

/** A field that the card fills by itself: shown among the inputs, and changes with them. */
export function EditComputed({ field, value, look: { label, description } }: EditProps<'computed'>) {
  return (
    <Input.Wrapper {...{ label, description }} labelElement="div">
      <output className={styles.computed}>
        {isFilled(value) ? <ShowComputed field={field} value={value} /> : '–'}
      </output>
    </Input.Wrapper>
  );
}
