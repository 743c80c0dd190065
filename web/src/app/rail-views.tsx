import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from '../i18n/use-translation.ts';
import { ViewCounter } from '../streams/view-counter.tsx';
import { viewCountsQuery, viewKey, viewsQuery } from '../streams/views.ts';
import styles from './frame.module.css';

/** The views of the register that is open, below it, each with the number of documents in it. */
export function RailViews({ stream }: { readonly stream: string }) {
  const { t } = useTranslation('app');
  const { data: views } = useQuery(viewsQuery);
  const { data: counts } = useQuery(viewCountsQuery(stream));
  const shown = views?.filter((view) => view.stream === stream && !view.hidden) ?? [];
  if (shown.length === 0) return null;
  return (
    <ul aria-label={t('rail.views')}>
      {shown.map((view) => (
        <li key={view.id}>
          <Link
            to="/registers/$stream"
            params={{ stream }}
            search={{ view: viewKey(view) }}
            activeOptions={{ exact: true, includeSearch: true }}
            className={`${styles.item} ${styles.sub}`}
          >
            <span>{view.name}</span>
            <b className={styles.count}>
              <ViewCounter count={counts?.find(({ id }) => id === view.id)} />
            </b>
          </Link>
        </li>
      ))}
    </ul>
  );
}
