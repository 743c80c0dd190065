import { Button, Select, TextInput } from '@mantine/core';
import { IconFileSpreadsheet, IconShieldCheck, IconX } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from '../../i18n/use-translation.ts';
import { api, answer } from '../../api/client.ts';
import { usePageTitle } from '../../ui/page-title.ts';
import { EmptyState, ErrorState, SkeletonRows } from '../../ui/states.tsx';
import { AuditRow } from './audit-row.tsx';
import { toQuery, type AuditSearch } from './audit-search.ts';
import styles from './audit-page.module.css';
import { Verdict } from './verdict.tsx';

const pageSize = 50;

/** Who did what, for whom, when and from where, the latest first; and whether the log can be believed. */
export function AuditPage() {
  const { t } = useTranslation(['audit', 'app']);
  const search = useSearch({ from: '/office/audit' });
  const navigate = useNavigate();
  const change = (part: AuditSearch) => {
    const next = Object.entries({ ...search, ...part }).filter(([, value]) => value !== '');
    void navigate({ to: '/audit', search: Object.fromEntries(next) as AuditSearch, replace: true });
  };
  const found = useInfiniteQuery({
    queryKey: ['audit', search],
    queryFn: ({ pageParam, signal }) => {
      const query = { ...toQuery(search), limit: pageSize, ...(pageParam !== '' && { cursor: pageParam }) };
      return answer(api.GET('/api/audit', { params: { query }, signal }));
    },
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
  });
  const verify = useMutation({ mutationFn: () => answer(api.POST('/api/audit/verify')) });
  usePageTitle(t('app:rail.audit'));
  const entries = found.data?.pages.flatMap(({ items }) => items) ?? [];
  const sheet = new URLSearchParams(Object.entries(toQuery(search))).toString();
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <h1>{t('app:rail.audit')}</h1>
        <Button
          variant="default"
          leftSection={<IconShieldCheck size={16} stroke={1.6} />}
          loading={verify.isPending}
          onClick={() => verify.mutate()}
        >
          {t('audit:verify')}
        </Button>
        <Button
          component="a"
          href={`/api/audit/sheet?${sheet}`}
          variant="default"
          leftSection={<IconFileSpreadsheet size={16} stroke={1.6} />}
        >
          {t('audit:export')}
        </Button>
      </header>
      <p className={styles.lead}>{t('audit:lead')}</p>
      {verify.error && <ErrorState error={verify.error} />}
      {verify.data && <Verdict report={verify.data} />}
      <Filters search={search} onChange={change} />
      {found.error ? (
        <ErrorState error={found.error} onRetry={() => void found.refetch()} />
      ) : found.isPending ? (
        <SkeletonRows rows={12} height={44} />
      ) : entries.length === 0 ? (
        <EmptyState title={t('audit:empty.title')}>{t('audit:empty.text')}</EmptyState>
      ) : (
        <ul className={styles.entries}>
          {entries.map((entry) => (
            <AuditRow key={entry.id} entry={entry} onPerson={(person) => change({ person })} />
          ))}
        </ul>
      )}
      {found.hasNextPage && (
        <Button variant="default" loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {t('audit:more')}
        </Button>
      )}
    </div>
  );
}

interface FiltersProps {
  readonly search: AuditSearch;
  readonly onChange: (part: AuditSearch) => void;
}

function Filters({ search, onChange }: FiltersProps) {
  const { t } = useTranslation('audit');
  const kinds = useQuery({
    queryKey: ['audit', 'kinds'],
    queryFn: async ({ signal }) => (await answer(api.GET('/api/audit/kinds', { signal }))).items,
  });
  const data = (kinds.data ?? []).map((kind) => ({
    value: kind,
    label: t(`kinds.${kind as 'document'}`, { defaultValue: kind }),
  }));
  return (
    <div className={styles.filters}>
      <Select
        label={t('kind')}
        placeholder={t('all')}
        data={data}
        value={search.kind ?? null}
        onChange={(kind) => onChange({ kind: kind ?? '' })}
        searchable
        clearable
      />
      <TextInput
        type="date"
        label={t('from')}
        value={search.from ?? ''}
        onChange={({ currentTarget }) => onChange({ from: currentTarget.value })}
      />
      <TextInput
        type="date"
        label={t('to')}
        value={search.to ?? ''}
        onChange={({ currentTarget }) => onChange({ to: currentTarget.value })}
      />
      {search.person !== undefined && (
        <Button
          variant="light"
          rightSection={<IconX size={16} stroke={1.6} />}
          onClick={() => onChange({ person: '' })}
        >
          {t('onePerson')}
        </Button>
      )}
    </div>
  );
}
