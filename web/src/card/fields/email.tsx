import { textOf, type FieldKind } from '../field-kind.ts';
import styles from './fields.module.css';

export const emailKind: FieldKind<'email'> = {
  type: 'email',
  Show: ({ value, plain }) =>
    plain ? (
      textOf(value)
    ) : (
      <a href={`mailto:${textOf(value)}`} className={styles.link}>
        {textOf(value)}
      </a>
    ),
  copy: textOf,
};
