import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/use-translation.ts';
import { api, answer } from '../../api/client.ts';
import { confirmed } from '../../session/confirm-me.tsx';
import { useProblemText } from '../../ui/problem-text.ts';
import { sayDone, sayFailed } from '../../ui/toast.tsx';
import { When } from '../../ui/when.tsx';
import { Part } from './part.tsx';
import styles from './profile-page.module.css';

const queryKey = ['me', 'provider-link'];

/** The account at the sign-in provider of the firm, for those who come by it; unlinked here. */
export function ProviderLink() {
  const { t } = useTranslation('profile');
  const textOf = useProblemText();
  const queryClient = useQueryClient();
  const { data } = useQuery({ queryKey, queryFn: () => answer(api.GET('/api/me/provider-link')) });
  const remove = useMutation({
    mutationFn: () => confirmed(() => api.DELETE('/api/me/provider-link')),
    onSuccess: () => sayDone({ text: t('provider.done') }),
    onError: (error: Error) => sayFailed(t('provider.failed'), textOf(error)),
    onSettled: () => queryClient.invalidateQueries({ queryKey }),
  });
  if (data?.issuer == null || data.since === null || data.usedAt === null) return null;
  return (
    <Part id="provider" title={t('provider.title')}>
      <ul className={styles.rows}>
        <li>
          <div>
            {t('provider.text', { provider: new URL(data.issuer).host })} <When at={data.since} />
            <p className={styles.quiet}>
              {t('provider.used')} <When at={data.usedAt} />
            </p>
            {!data.removable && <p className={styles.quiet}>{t('provider.last')}</p>}
          </div>
          <Button
            variant="default"
            size="compact-sm"
            disabled={!data.removable}
            loading={remove.isPending}
            onClick={() => remove.mutate()}
          >
            {t('provider.remove')}
          </Button>
        </li>
      </ul>
    </Part>
  );
}
