import { useDebouncedValue } from '@mantine/hooks';
import { IconCopyX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, answer } from '../../api/client.ts';
import type { TypedValues } from '../../card/card-stream.ts';
import type { Stream } from '../../streams/streams.ts';
import styles from './registration-page.module.css';
import { tellingValue } from './short-form.ts';

interface Props {
  readonly stream: Stream;
  readonly values: TypedValues;
}

/** Documents that may be the one that is being typed. */
export function Likely({ stream, values }: Props) {
  const { t } = useTranslation('registration');
  const [words] = useDebouncedValue(tellingValue(stream.fields, values), 300);
  const { data } = useQuery({
    queryKey: ['search', stream.key, words],
    queryFn: ({ signal }) =>
      answer(api.GET('/api/search', { params: { query: { q: words, streams: stream.key, limit: 3 } }, signal })),
    enabled: words !== '',
  });
  const found = words === '' ? [] : (data?.groups.flatMap(({ items }) => items) ?? []);
  const documents = found.filter((hit) => hit.kind === 'document');
  if (documents.length === 0) return null;
  return (
    <aside className={styles.likely} role="status">
      <strong>
        <IconCopyX size={16} aria-hidden /> {t('likely')}
      </strong>
      <ul>
        {documents.map(({ id, number, title, facts }) => (
          <li key={id}>
            <Link to="/documents/$id" params={{ id }}>
              {number} {title}
            </Link>{' '}
            <span>{facts.map(({ text }) => text).join(' · ')}</span>
          </li>
        ))}
      </ul>
    </aside>
  );
}
