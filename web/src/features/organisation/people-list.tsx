import { Button, Select, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconFileSpreadsheet, IconPlus, IconSearch, IconUsers } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from '../../i18n/use-translation.ts';
import { Initials } from '../../ui/initials.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../../ui/states.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { accountsQuery, type Account } from './organisation.ts';
import { accountStates, type OrganisationSearch } from './organisation-search.ts';
import styles from './organisation-page.module.css';
import { ImportSheet } from './import-sheet.tsx';
import { NewPerson } from './new-person.tsx';
import { PersonSheet } from './person-sheet.tsx';

/** All people, found by name, login or address; one of them opens in front. */
export function PeopleList() {
  const { t } = useTranslation('organisation');
  const search = useSearch({ from: '/office/organisation' });
  const { q = '', state = 'active', person } = search;
  const navigate = useNavigate();
  const [text, setText] = useState(q);
  const [wanted] = useDebouncedValue(text, 200);
  const [adding, setAdding] = useState<'person' | 'file'>();
  const found = useInfiniteQuery(accountsQuery(wanted.trim(), state));
  const people = found.data?.pages.flatMap(({ items }) => items) ?? [];
  const show = (change: OrganisationSearch) =>
    void navigate({ to: '/organisation', search: { ...search, ...change }, replace: true });
  const close = () => {
    const { person: _, ...rest } = search;
    void navigate({ to: '/organisation', search: rest, replace: true });
  };
  return (
    <section aria-label={t('views.people')}>
      <div className={styles.tools}>
        <TextInput
          className={styles.search}
          aria-label={t('search')}
          placeholder={t('search')}
          leftSection={<IconSearch size={16} stroke={1.6} />}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onBlur={() => show({ q: text })}
        />
        <Select
          className={styles.state}
          aria-label={t('state')}
          allowDeselect={false}
          value={state}
          onChange={(value) => show({ state: value ?? 'active' })}
          data={accountStates.map((value) => ({ value, label: t(`states.${value}`) }))}
        />
        <Button leftSection={<IconPlus size={16} stroke={1.6} />} onClick={() => setAdding('person')}>
          {t('add')}
        </Button>
        <Button
          variant="default"
          leftSection={<IconFileSpreadsheet size={16} stroke={1.6} />}
          onClick={() => setAdding('file')}
        >
          {t('import.open')}
        </Button>
      </div>
      {found.error && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
      {found.isPending && <SkeletonRows rows={10} height={52} />}
      {found.data && people.length === 0 && (
        <EmptyState icon={<IconUsers size={40} stroke={1.2} />} title={t('nobody')}>
          {t('nobodyText')}
        </EmptyState>
      )}
      {people.length > 0 && (
        <>
          <p className={styles.count} role="status">
            {t('count', { count: found.data?.pages[0]?.total ?? 0 })}
          </p>
          <ul className={styles.rows}>
            {people.map((account) => (
              <PersonRow key={account.id} account={account} onOpen={() => show({ person: account.login })} />
            ))}
          </ul>
        </>
      )}
      {found.hasNextPage && (
        <Button variant="default" mt="md" loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {t('more')}
        </Button>
      )}
      {adding === 'person' && <NewPerson onClose={() => setAdding(undefined)} />}
      {adding === 'file' && <ImportSheet onClose={() => setAdding(undefined)} />}
      {person !== undefined && <PersonSheet key={person} login={person} onClose={close} />}
    </section>
  );
}

interface RowProps {
  readonly account: Account;
  readonly onOpen: () => void;
}

function PersonRow({ account, onOpen }: RowProps) {
  const { t } = useTranslation('organisation');
  const { name, login, email, posts, units, active, invitedUntil, signsInBy } = account;
  const place = posts.length > 0 ? posts : units;
  return (
    <li>
      <button type="button" className={styles.row} onClick={onOpen}>
        <Initials name={name} size={32} />
        <span className={styles.who}>
          <strong>{name}</strong>
          <span>{[login, email].filter(Boolean).join(' · ')}</span>
        </span>
        <span className={styles.place}>{place.map((one) => one.name).join(', ')}</span>
        {!active && <StatusBadge>{t('closed')}</StatusBadge>}
        {active && invitedUntil !== null && <StatusBadge tone="waiting">{t('invited')}</StatusBadge>}
        {active && invitedUntil === null && signsInBy.length === 0 && (
          <StatusBadge tone="bad">{t('noWayIn')}</StatusBadge>
        )}
      </button>
    </li>
  );
}
