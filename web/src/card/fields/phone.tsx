import { textOf, type FieldKind } from '../field-kind.ts';
import { sayPhone } from '../say-phone.ts';
import styles from './fields.module.css';

export const phoneKind: FieldKind<'phone'> = {
  type: 'phone',
  Show: ({ value, plain }) =>
    plain ? (
      <span className="figures">{sayPhone(textOf(value))}</span>
    ) : (
      <a href={`tel:${textOf(value)}`} className={styles.link}>
        <span className="figures">{sayPhone(textOf(value))}</span>
      </a>
    ),
  copy: textOf,
};
