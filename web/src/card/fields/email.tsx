import { textOf, type FieldKind } from '../field-kind.ts';
import styles from './fields.module.css';
import { LineInput } from './line-input.tsx';

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
  Edit: ({ value, onChange, onLeave, look }) => (
    <LineInput inputMode="email" value={textOf(value)} onChange={onChange} onLeave={onLeave} look={look} />
  ),
  copy: textOf,
};
