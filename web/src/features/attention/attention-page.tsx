import { Button } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { keepPreviousData, queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from '../../i18n/use-translation.ts';
import { api, answer, type Schemas } from '../../api/client.ts';
import { usePageTitle } from '../../ui/page-title.ts';
import { useProblemText } from '../../ui/problem-text.ts';
import { EmptyState, ErrorState, SkeletonRows } from '../../ui/states.tsx';
import { sayDone, sayFailed } from '../../ui/toast.tsx';
import { When } from '../../ui/when.tsx';
import styles from './attention-page.module.css';
import { MendDialog } from './mend-dialog.tsx';
import { emptyPlaces, mend, type MendingCall } from './mend.ts';

type Item = Schemas['AttentionItem'];

/** Of each reason at first, and at most. */
const [firstLimit, lastLimit] = [200, 5000];

const attentionQuery = (limit: number) =>
  queryOptions({
    queryKey: ['assignments', 'attention', limit],
    queryFn: ({ signal }) => answer(api.GET('/api/attention', { params: { query: { limit } }, signal })),
    placeholderData: keepPreviousData,
  });

/** Everything that does not move, why, and the call that mends it as a button. */
export function AttentionPage() {
  const { t } = useTranslation(['attention', 'app']);
  const [limit, setLimit] = useState(firstLimit);
  const found = useQuery(attentionQuery(limit));
  usePageTitle(t('app:rail.attention'));
  if (found.error) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data) return <SkeletonRows rows={8} height={72} />;
  if (found.data.items.length === 0) {
    return (
      <EmptyState icon={<IconCircleCheck size={40} stroke={1.2} />} title={t('attention:empty.title')} whole>
        {t('attention:empty.text')}
      </EmptyState>
    );
  }
  return (
    <div className={styles.page}>
      <h1>{t('app:rail.attention')}</h1>
      <p className={styles.lead}>{t('attention:lead')}</p>
      {found.data.truncated.length > 0 && (
        <p className={styles.lead} role="status">
          {t('attention:truncated', {
            limit: found.data.limit,
            reasons: found.data.truncated.map((reason) => t(`attention:reasons.${reason}`)).join(', '),
          })}
        </p>
      )}
      <ul className={styles.items}>
        {found.data.items.map((item, place) => (
          <AttentionRow key={item.incident ?? item.assignment ?? `${item.reason}-${place}`} item={item} />
        ))}
      </ul>
      {found.data.truncated.length > 0 && limit < lastLimit && (
        <Button
          variant="default"
          loading={found.isFetching}
          onClick={() => setLimit((before) => Math.min(before * 5, lastLimit))}
        >
          {t('attention:more')}
        </Button>
      )}
    </div>
  );
}

function AttentionRow({ item }: { readonly item: Item }) {
  const { t } = useTranslation('attention');
  const textOf = useProblemText();
  const queryClient = useQueryClient();
  const [asked, setAsked] = useState<MendingCall>();
  const run = useMutation({
    mutationFn: mend,
    onSuccess: () => {
      setAsked(undefined);
      sayDone({ text: t('mended') });
    },
    onError: (error) => sayFailed(t('notMended'), textOf(error)),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['assignments', 'attention'] }),
  });
  return (
    <li className={styles.item}>
      <div className={styles.what}>
        <h2>{t(`reasons.${item.reason}`)}</h2>
        {item.document && (
          <p>
            <Link to="/documents/$id" params={{ id: item.document.id }}>
              {item.document.number} {item.document.title}
            </Link>
          </p>
        )}
        <p className={styles.message}>{item.message}</p>
        <p className={styles.since}>
          {t('since')} <When at={item.since} time />
        </p>
      </div>
      <div className={styles.mend}>
        {item.mend.map((call, place) => (
          <Button
            key={`${call.label} ${call.path}`}
            variant={place === 0 ? 'light' : 'subtle'}
            size="compact-md"
            loading={run.isPending && run.variables.path === call.path}
            onClick={() => (emptyPlaces(call).length > 0 ? setAsked(call) : run.mutate(call))}
          >
            {t(`mend.${call.label as 'Try again'}`, { defaultValue: call.label })}
          </Button>
        ))}
      </div>
      {asked && (
        <MendDialog
          call={asked}
          busy={run.isPending}
          onClose={() => setAsked(undefined)}
          onSend={(call) => run.mutate(call)}
        />
      )}
    </li>
  );
}
