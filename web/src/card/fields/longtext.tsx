import { textOf, type FieldKind } from '../field-kind.ts';
import styles from './fields.module.css';

export const longTextKind: FieldKind<'longtext'> = {
  type: 'longtext',
  wide: true,
  Show: ({ value, plain }) =>
    plain ? textOf(value).split('\n', 1)[0] : <span className={styles.longtext}>{textOf(value)}</span>,
  copy: textOf,
};
