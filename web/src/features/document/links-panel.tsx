import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { IconLink } from '@tabler/icons-react';
import { useTranslation } from '../../i18n/use-translation.ts';
import { api, answer } from '../../api/client.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { streamsQuery } from '../../streams/streams.ts';
import { StreamIcon } from '../../ui/stream-icon.tsx';
import styles from './aside.module.css';

/** What hangs on the document: those that it names and those that name it, by register. */
export function LinksPanel({ id }: { readonly id: string }) {
  const { t } = useTranslation('document');
  const { name } = useFormat();
  const { data } = useQuery({
    queryKey: ['documents', id, 'links'],
    queryFn: ({ signal }) =>
      answer(api.GET('/api/documents/{id}/links', { params: { path: { id }, query: { limit: 100 } }, signal })),
  });
  const { data: streams } = useQuery(streamsQuery);
  const others = new Map(
    (data?.items ?? []).map(({ from, to }) => (from.id === id ? to : from)).map((one) => [one.id, one]),
  );
  return (
    <section className={styles.panel} aria-labelledby="links-title">
      <h2 id="links-title">
        <IconLink size={16} stroke={1.6} aria-hidden /> {t('links.title')}
      </h2>
      {data && others.size === 0 && <p className={styles.none}>{t('links.none')}</p>}
      {streams?.items.map((stream) => {
        const here = [...others.values()].filter((one) => one.stream === stream.key);
        if (here.length === 0) return null;
        return (
          <div key={stream.key} className={styles.group}>
            <h3>
              <StreamIcon name={stream.icon} size={14} /> {name(stream.name)} <span>{here.length}</span>
            </h3>
            <ul>
              {here.map((one) => (
                <li key={one.id}>
                  <Link to="/documents/$id" params={{ id: one.id }}>
                    {one.title}
                  </Link>{' '}
                  <small>{one.number}</small>
                </li>
              ))}
            </ul>
          </div>
        );
      })}
    </section>
  );
}
