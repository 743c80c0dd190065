import { usePhone } from '../../ui/use-phone.ts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { useTranslation } from '../../i18n/use-translation.ts';
import { assignmentQuery, deskQuery, type Assignment } from '../../assignments/assignments.ts';
import type { Choice } from '../../assignments/choices.ts';
import { groupDesk } from '../../assignments/groups.ts';
import { keptAnswers, onKeptAnswers, withoutKept } from '../../assignments/outbox.ts';
import { useAnswers } from '../../assignments/use-answers.ts';
import { usePageTitle } from '../../ui/page-title.ts';
import { ErrorState, SkeletonRows } from '../../ui/states.tsx';
import { DeskList } from './desk-list.tsx';
import styles from './desk-page.module.css';
import { DeskPane } from './desk-pane.tsx';
import { EmptyDesk } from './empty-desk.tsx';
import { KeptAnswers } from './kept-answers.tsx';
import { neighbour } from './neighbour.ts';
import { DeskKeysHelp } from './desk-keys-help.tsx';
import { useDeskKeys } from './use-desk-keys.ts';

const BulkBar = lazy(async () => ({ default: (await import('./bulk-bar.tsx')).BulkBar }));

/** My desk: what waits for me on the left, the one I read on the right; on a phone one after the other. */
export function DeskPage() {
  const { t } = useTranslation(['desk', 'app']);
  const desk = useQuery(deskQuery);
  const kept = useSyncExternalStore(onKeptAnswers, keptAnswers);
  const groups = useMemo(
    () => (desk.data ? groupDesk(withoutKept(desk.data, kept), new Date()) : []),
    [desk.data, kept],
  );
  const items = useMemo(() => groups.flatMap((group) => group.items), [groups]);
  const phone = usePhone();
  const { assignment: chosen, answer: wanted } = useSearch({ from: '/office/desk' });
  const navigate = useNavigate({ from: '/desk' });
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set());
  const [everMarked, setEverMarked] = useState(false);
  const [asked, setAsked] = useState<Choice>();
  const [help, setHelp] = useState(false);
  const { one, several, results, forget } = useAnswers();
  usePageTitle(items.length > 0 ? `${t('app:rail.desk')} (${items.length})` : t('app:rail.desk'));

  // The first is read at once where there is room for it.
  const shown = chosen ?? (phone ? undefined : items[0]?.id);
  const open = (id: string | undefined) => {
    setAsked(undefined);
    void navigate({ search: id === undefined ? {} : { assignment: id }, replace: !phone });
  };
  usePrefetch(items, shown);

  const answer = (assignment: Assignment, choice: Choice, comment?: string) => {
    const next = neighbour(items, assignment.id);
    one.mutate({ assignment, choice, ...(comment === undefined ? {} : { comment }) });
    if (choice.kind !== 'claim') open(next);
    setAsked(undefined);
  };
  const toggle = useCallback((id: string) => {
    setEverMarked(true);
    setMarked((known) => new Set(known.has(id) ? [...known].filter((other) => other !== id) : [...known, id]));
  }, []);
  const current = items.find(({ id }) => id === shown);
  useDeskKeys({ items, current, open, toggle, answer, ask: setAsked, showHelp: () => setHelp(true) });

  if (desk.error && !desk.data) return <ErrorState error={desk.error} onRetry={() => void desk.refetch()} />;
  if (!desk.data) return <SkeletonRows rows={10} height={64} />;
  const marks = items.filter(({ id }) => marked.has(id));
  if (items.length === 0 && chosen === undefined) return <EmptyDesk />;
  return (
    <div className={styles.desk} data-reading={shown !== undefined || undefined}>
      {(!phone || shown === undefined) && (
        <section className={styles.list} aria-label={t('desk:list')}>
          <KeptAnswers />
          <DeskList groups={groups} shown={shown} marked={marked} more={desk.data.more} onToggle={toggle} />
          {everMarked && (
            <Suspense>
              <BulkBar
                marks={marks}
                busy={several.isPending}
                results={results}
                onAnswer={(choice, comment) => {
                  several.mutate(marks.map((assignment) => ({ assignment, choice, ...(comment ? { comment } : {}) })));
                  setMarked(new Set());
                }}
                onForget={forget}
                onClear={() => setMarked(new Set())}
              />
            </Suspense>
          )}
        </section>
      )}
      {shown !== undefined && (
        <DeskPane
          id={shown}
          asked={asked}
          wanted={wanted}
          onAsk={(choice) => {
            setAsked(choice);
            if (wanted !== undefined) void navigate({ search: { assignment: shown }, replace: true });
          }}
          onAnswer={answer}
          onBack={phone ? () => open(undefined) : undefined}
        />
      )}
      {help && <DeskKeysHelp onClose={() => setHelp(false)} />}
    </div>
  );
}

/** Loads the next one while this one is read. */
function usePrefetch(items: readonly Assignment[], shown: string | undefined): void {
  const queryClient = useQueryClient();
  const next = shown === undefined ? undefined : neighbour(items, shown);
  useEffect(() => {
    if (next !== undefined) void queryClient.prefetchQuery(assignmentQuery(next));
  }, [queryClient, next]);
}
