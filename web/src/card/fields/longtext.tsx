import { Textarea } from '@mantine/core';
import { textOf, type FieldKind } from '../field-kind.ts';
import styles from './fields.module.css';

export const longTextKind: FieldKind<'longtext'> = {
  type: 'longtext',
  wide: true,
  Show: ({ value, plain }) =>
    plain ? textOf(value).split('\n', 1)[0] : <span className={styles.longtext}>{textOf(value)}</span>,
  Edit: ({ value, onChange, onLeave, look }) => (
    <Textarea
      {...look}
      autosize
      minRows={look.variant === 'unstyled' ? 1 : 3}
      maxRows={16}
      value={textOf(value)}
      onChange={(event) => onChange(event.currentTarget.value)}
      onBlur={onLeave}
    />
  ),
  copy: textOf,
};
