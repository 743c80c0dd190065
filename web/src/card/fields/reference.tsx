import { Link } from '@tanstack/react-router';
import { useTranslation } from '../../i18n/use-translation.ts';
import { memberOf, textOf, type FieldKind, type ShowProps } from '../field-kind.ts';
import styles from './fields.module.css';

/** A document as a reference field answers it. */
export interface ReferenceValue {
  readonly id: string;
  readonly number: string | null;
  readonly title: string | null;
}

/** The document as the API answers it, or by its id alone. */
export function referenceOf(value: unknown): ReferenceValue | null {
  const id = typeof value === 'string' ? value : textOf(memberOf(value, 'id'));
  if (id === '') return null;
  return { id, number: textOf(memberOf(value, 'number')) || null, title: textOf(memberOf(value, 'title')) || null };
}

function ShowReference({ value, plain }: ShowProps<'reference'>) {
  const { t } = useTranslation('card');
  const target = referenceOf(value);
  if (!target) return null;
  if (target.title === null) return <span className={styles.unit}>{t('unseen')}</span>;
  if (plain) return target.title;
  return (
    <Link to="/documents/$id" params={{ id: target.id }} className={styles.link}>
      {target.title} <span className={styles.number}>{target.number}</span>
    </Link>
  );
}

export const referenceKind: FieldKind<'reference'> = {
  type: 'reference',
  Show: ShowReference,
  copy: (value) => referenceOf(value)?.title ?? '',
};
