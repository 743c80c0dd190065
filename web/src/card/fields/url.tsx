import { textOf, type FieldKind } from '../field-kind.ts';
import styles from './fields.module.css';

/** `example.com/shop` of `https://www.example.com/shop/`. */
const short = (url: string) => url.replace(/^https?:\/\/(www\.)?/, '').replace(/\/$/, '');

/** Only what the card lets through: other schemes could run on a click. */
const isWeb = (url: string) => /^https?:\/\//i.test(url);

export const urlKind: FieldKind<'url'> = {
  type: 'url',
  Show: ({ value, plain }) =>
    plain || !isWeb(textOf(value)) ? (
      short(textOf(value))
    ) : (
      <a href={textOf(value)} target="_blank" rel="noopener noreferrer" className={styles.link}>
        {short(textOf(value))}
      </a>
    ),
  copy: textOf,
};
