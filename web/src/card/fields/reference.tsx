import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, answer } from '../../api/client.ts';
import { Finder, type Choice } from '../../ui/finder.tsx';
import { memberOf, textOf, type EditProps, type FieldKind, type ShowProps } from '../field-kind.ts';
import { searchable, tellApart } from '../search-words.ts';
import styles from './fields.module.css';

/** A document as a reference field answers it. */
export interface ReferenceValue {
  readonly id: string;
  readonly number: string | null;
  readonly title: string | null;
}

function referenceOf(value: unknown): ReferenceValue | null {
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

interface FoundDocument extends Choice {
  readonly target: ReferenceValue;
}

const limit = 8;

function EditReference({ field, value, onChange, onLeave, look }: EditProps<'reference'>) {
  const { t } = useTranslation('card');
  const queryClient = useQueryClient();
  const chosen = referenceOf(value);
  const find = async (text: string): Promise<FoundDocument[]> => {
    const query = { q: searchable(text), limit };
    const { items } = await queryClient.fetchQuery({
      queryKey: ['find', field.stream, query],
      queryFn: () =>
        answer(api.GET('/api/streams/{stream}/documents', { params: { path: { stream: field.stream }, query } })),
      staleTime: 30_000,
    });
    return items.map(({ id, number, title, fields }) => ({
      id,
      title,
      note: [number, ...tellApart(fields)].join(' · '),
      target: { id, number, title },
    }));
  };
  return (
    <Finder
      name={field.stream}
      value={chosen && { id: chosen.id, title: chosen.title ?? t('unseen'), target: chosen }}
      onChange={(found) => onChange(found?.target ?? null)}
      onLeave={onLeave}
      find={find}
      look={look}
    />
  );
}

export const referenceKind: FieldKind<'reference'> = {
  type: 'reference',
  Show: ShowReference,
  Edit: EditReference,
  copy: (value) => referenceOf(value)?.title ?? '',
};
