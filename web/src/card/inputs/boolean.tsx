import { Checkbox } from '@mantine/core';
import type { EditProps } from '../field-kind.ts';
import styles from '../fields/fields.module.css';

export function EditBoolean({ value, onChange, onLeave, look }: EditProps<'boolean'>) {
  const { label, description, error, disabled, 'aria-label': name, autoFocus } = look;
  return (
    <Checkbox
      className={label === undefined ? styles.cellbox : styles.checkbox}
      {...{ label, description, error, disabled, 'aria-label': name, autoFocus }}
      checked={value === true}
      onChange={(event) => onChange(event.currentTarget.checked)}
      onBlur={onLeave}
    />
  );
}
