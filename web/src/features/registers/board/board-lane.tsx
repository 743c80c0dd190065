import { useDroppable } from '@dnd-kit/core';
import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState, type UIEvent } from 'react';
import { useTranslation } from '../../../i18n/use-translation.ts';
import { api, answer } from '../../../api/client.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import { StatusBadge, type Tone } from '../../../ui/status-badge.tsx';
import { registerKey } from '../paging/list-queries.ts';
import type { Document } from '../register-columns.ts';
import type { List } from '../register-state.ts';
import { BoardCard, type CardLook } from './board-card.tsx';
import styles from './board.module.css';
import { withoutMoved, type Lane, type Move } from './lanes.ts';
import { laneSize } from './use-board.ts';

interface Props {
  readonly list: List;
  readonly lane: Lane;
  readonly name: string;
  readonly tone: Tone | undefined;
  /** The filter shows nothing of this status: the lane is there to drop into. */
  readonly folded: boolean;
  /** `€ 12,000.00`, where the documents have an amount. */
  readonly sum: string | undefined;
  readonly moves: ReadonlyMap<string, Move>;
  readonly look: CardLook;
}

/** One status with its documents, which are loaded as one goes down. */
export function BoardLane({ list, lane, name, tone, folded, sum, moves, look }: Props) {
  const { t } = useTranslation('registers');
  const { number } = useFormat();
  const { setNodeRef, isOver } = useDroppable({ id: lane.status });
  const further = useFurther(list, lane);
  const shown = number(lane.count);
  const count = lane.more ? t('atLeast', { shown }) : shown;
  const all = [...lane.items, ...withoutMoved(further.items, lane, moves)];
  const nearEnd = ({ currentTarget }: UIEvent<HTMLElement>) => {
    if (currentTarget.scrollHeight - currentTarget.scrollTop - currentTarget.clientHeight < 400) further.more?.();
  };
  return (
    <section
      ref={setNodeRef}
      className={styles.lane}
      data-over={isOver || undefined}
      data-folded={folded || undefined}
      aria-label={`${name}: ${count}`}
    >
      <header className={styles.head}>
        <StatusBadge tone={tone}>{name}</StatusBadge>
        {!folded && <span className={styles.count}>{count}</span>}
        {!folded && sum !== undefined && <span className={styles.sum}>{sum}</span>}
      </header>
      {!folded && (
        <ul className={styles.cards} onScroll={nearEnd} tabIndex={0} aria-label={name}>
          {all.map((document) => (
            <BoardCard key={document.id} document={document} look={look} />
          ))}
          {all.length === 0 && <li className={styles.none}>{t('board.none')}</li>}
          {further.more && (
            <li className={styles.more}>
              <Button variant="subtle" size="compact-sm" loading={further.loading} onClick={further.more}>
                {t('board.more')}
              </Button>
            </li>
          )}
        </ul>
      )}
    </section>
  );
}

/** The documents after the first ones of a lane, once they are wanted. */
function useFurther({ stream, ...asked }: List, { nextCursor, filter }: Lane) {
  const [wanted, setWanted] = useState(false);
  const query = useInfiniteQuery({
    queryKey: [...registerKey(stream), 'lane', asked, filter, nextCursor],
    initialPageParam: nextCursor ?? '',
    queryFn: ({ pageParam, signal }) => {
      const page = { ...asked, filter: JSON.stringify(filter), limit: laneSize, cursor: pageParam };
      return answer(api.GET('/api/streams/{stream}/documents', { params: { path: { stream }, query: page }, signal }));
    },
    getNextPageParam: (page) => page.nextCursor,
    enabled: wanted && nextCursor !== null,
    staleTime: 30_000,
  });
  const items: Document[] = query.data?.pages.flatMap((page) => page.items) ?? [];
  const begin = nextCursor !== null && !wanted ? () => setWanted(true) : undefined;
  const goOn = query.hasNextPage && !query.isFetching ? () => void query.fetchNextPage() : undefined;
  return { items, loading: query.isFetching, more: begin ?? goOn };
}
