import { useQuery } from '@tanstack/react-query';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from '../../../i18n/use-translation.ts';
import { api, answer } from '../../../api/client.ts';
import { Refused } from '../../../ui/refused.tsx';
import { SkeletonRows } from '../../../ui/states.tsx';
import { When } from '../../../ui/when.tsx';
import styles from './actions.module.css';

interface Props {
  readonly document: string;
  readonly route: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Who would be asked first, by when and why, and what would stand in the way: said before the route is started. */
export function RoutePreview({ document, route, variables }: Props) {
  const { t } = useTranslation('document');
  const { data, error } = useQuery({
    queryKey: ['documents', document, 'start-preview', route, variables],
    queryFn: ({ signal }) =>
      answer(
        api.POST('/api/documents/{id}/runs/preview', {
          params: { path: { id: document } },
          body: { route, variables: { ...variables } },
          signal,
        }),
      ),
    staleTime: 30_000,
    retry: false,
  });
  if (error) return <Refused error={error} />;
  if (!data) return <SkeletonRows rows={1} height={48} />;
  const none = data.asked.length === 0 && data.stuck.length === 0;
  return (
    <section className={styles.preview} aria-label={t('start.preview.title')} aria-live="polite">
      <h3>{t('start.preview.title')}</h3>
      {none && <p>{t(data.state === 'queued' ? 'start.preview.queued' : 'start.preview.nobody')}</p>}
      <ul>
        {data.asked.map(({ name, performer, candidates, dueAt, dueBecause }, position) => (
          <li key={position}>
            <strong>{performer?.name ?? candidates.map((one) => one.name).join(', ')}</strong>: {name}
            {dueAt !== null && (
              <small title={dueBecause ?? undefined}>
                {t('start.preview.until')} <When at={dueAt} time />
              </small>
            )}
          </li>
        ))}
        {data.stuck.map(({ name, message }) => (
          <li key={name} className={styles.stuck}>
            <IconAlertTriangle size={16} stroke={1.6} aria-hidden /> {name}: {message}
          </li>
        ))}
      </ul>
    </section>
  );
}
