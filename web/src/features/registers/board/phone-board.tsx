import { DndContext } from '@dnd-kit/core';
import { useState } from 'react';
import { useTranslation } from '../../../i18n/use-translation.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import { ErrorState, SkeletonRows } from '../../../ui/states.tsx';
import type { Register } from '../use-register.ts';
import { BoardLane } from './board-lane.tsx';
import styles from './board.module.css';
import { useBoard } from './use-board.ts';
import { useBoardWords } from './use-board-words.ts';

/** The board on a phone: one lane at a time; documents go to another one by the menu of their card. */
export function PhoneBoard({ register }: { readonly register: Register }) {
  const { t } = useTranslation('registers');
  const { number } = useFormat();
  const { stream, list } = register;
  const board = useBoard(stream, list);
  const { look, sumOf, isFolded } = useBoardWords(register, board, undefined);
  const [chosen, setChosen] = useState<string>();
  if (board.error && !board.data) return <ErrorState error={board.error} onRetry={() => void board.refetch()} />;
  if (!board.data) return <SkeletonRows rows={8} height={76} />;
  const lanes = board.lanes.filter(({ status }) => !isFolded(status));
  const lane = lanes.find(({ status }) => status === chosen) ?? lanes.find(({ count }) => count > 0) ?? lanes[0];
  if (!lane) return null;
  return (
    <div className={styles.phone}>
      <div className={styles.tabs} role="tablist" aria-label={t('own.status')}>
        {lanes.map(({ status, count, more }) => (
          <button
            key={status}
            type="button"
            role="tab"
            aria-selected={status === lane.status}
            className={styles.tab}
            onClick={() => setChosen(status)}
          >
            {board.nameOf(status)}
            <span>{more ? t('atLeast', { shown: number(count) }) : number(count)}</span>
          </button>
        ))}
      </div>
      <DndContext>
        <BoardLane
          key={lane.status}
          list={list}
          lane={lane}
          name={board.nameOf(lane.status)}
          tone={stream.statuses.find(({ key }) => key === lane.status)?.tone}
          folded={false}
          sum={sumOf(lane.status)}
          moves={board.moves}
          look={{ ...look, onShow: undefined }}
        />
      </DndContext>
    </div>
  );
}
