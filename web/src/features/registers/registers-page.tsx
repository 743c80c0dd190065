import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { IconUsers } from '@tabler/icons-react';
import { useTranslation } from '../../i18n/use-translation.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { streamsQuery, type Stream } from '../../streams/streams.ts';
import { ViewCounter } from '../../streams/view-counter.tsx';
import { viewCountsQuery, viewKey, viewsQuery, type RegisterView } from '../../streams/views.ts';
import { usePageTitle } from '../../ui/page-title.ts';
import { EmptyState, ErrorState, SkeletonRows } from '../../ui/states.tsx';
import { StreamIcon } from '../../ui/stream-icon.tsx';
import styles from './registers-page.module.css';

/** All registers with their views and how much is in each: what the menu is on a wide screen. */
export function RegistersPage() {
  const { t } = useTranslation(['registers', 'app']);
  const streams = useQuery(streamsQuery);
  const views = useQuery(viewsQuery);
  usePageTitle(t('app:rail.registers'));
  if (streams.error && !streams.data) {
    return <ErrorState error={streams.error} onRetry={() => void streams.refetch()} />;
  }
  if (!streams.data) return <SkeletonRows rows={10} height={44} />;
  if (streams.data.items.length === 0) return <EmptyState title={t('gone.title')}>{t('gone.text')}</EmptyState>;
  return (
    <div className={styles.page}>
      <h1>{t('app:rail.registers')}</h1>
      {streams.data.items.map((stream) => (
        <RegisterCard
          key={stream.key}
          stream={stream}
          views={views.data?.filter((view) => view.stream === stream.key && !view.hidden) ?? []}
        />
      ))}
    </div>
  );
}

function RegisterCard({ stream, views }: { readonly stream: Stream; readonly views: readonly RegisterView[] }) {
  const { t } = useTranslation('registers');
  const { name } = useFormat();
  const counts = useQuery(viewCountsQuery(stream.key));
  return (
    <section className={styles.register} aria-labelledby={`register-${stream.key}`}>
      <h2 id={`register-${stream.key}`}>
        <Link to="/registers/$stream" params={{ stream: stream.key }} search={{}} className={styles.name}>
          <StreamIcon name={stream.icon} size={20} />
          {name(stream.name)}
        </Link>
      </h2>
      <ul>
        {views.map((view) => (
          <li key={view.id}>
            <Link
              to="/registers/$stream"
              params={{ stream: stream.key }}
              search={{ view: viewKey(view) }}
              className={styles.view}
            >
              <span>{view.name}</span>
              {view.sharedWith && <IconUsers size={16} role="img" aria-label={t('views.shared')} />}
              <ViewCounter count={counts.data?.find(({ id }) => id === view.id)} />
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
