import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/use-translation.ts';
import { api, answer } from '../../api/client.ts';
import { useProblemText } from '../../ui/problem-text.ts';
import { ErrorState, SkeletonRows } from '../../ui/states.tsx';
import { sayFailed } from '../../ui/toast.tsx';
import { When } from '../../ui/when.tsx';
import { Part } from './part.tsx';
import styles from './profile-page.module.css';

const queryKey = ['me', 'sessions'];

/** Where I am signed in; any of these can be ended from here. */
export function Sessions() {
  const { t } = useTranslation('profile');
  const textOf = useProblemText();
  const queryClient = useQueryClient();
  const sessions = useQuery({ queryKey, queryFn: () => answer(api.GET('/api/me/sessions')) });
  const options = {
    onError: (error: Error) => sayFailed(t('sessions.notEnded'), textOf(error)),
    onSettled: () => queryClient.invalidateQueries({ queryKey }),
  };
  const end = useMutation({
    ...options,
    mutationFn: (id: string) => api.DELETE('/api/me/sessions/{id}', { params: { path: { id } } }),
  });
  const endOthers = useMutation({ ...options, mutationFn: () => api.DELETE('/api/me/sessions') });
  const items = sessions.data?.items ?? [];
  return (
    <Part id="sessions" title={t('sessions.title')} text={t('sessions.text')}>
      {sessions.error && <ErrorState error={sessions.error} onRetry={() => void sessions.refetch()} />}
      {sessions.isPending && <SkeletonRows rows={2} height={52} />}
      <ul className={styles.rows}>
        {items.map((session) => (
          <li key={session.id}>
            <div>
              <strong>{session.device}</strong> {session.current && <em>{t('sessions.current')}</em>}
              <p className={styles.quiet}>
                {session.address} · {t('sessions.seen')} <When at={session.lastSeenAt} time />
              </p>
            </div>
            {!session.current && (
              <Button
                variant="default"
                size="compact-sm"
                loading={end.isPending}
                onClick={() => end.mutate(session.id)}
              >
                {t('sessions.end')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {items.length > 1 && (
        <Button variant="default" loading={endOthers.isPending} onClick={() => endOthers.mutate()}>
          {t('sessions.endOthers')}
        </Button>
      )}
    </Part>
  );
}
