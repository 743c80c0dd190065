import {
  DndContext,
  DragOverlay,
  KeyboardSensor,
  MouseSensor,
  TouchSensor,
  useSensor,
  useSensors,
} from '@dnd-kit/core';
import { useMemo, useState } from 'react';
import { useTranslation } from '../../../i18n/use-translation.ts';
import { ErrorState, SkeletonRows } from '../../../ui/states.tsx';
import { Preview } from '../preview/preview.tsx';
import type { Document } from '../register-columns.ts';
import pageStyles from '../register-page.module.css';
import { RegisterTools } from '../register-tools.tsx';
import type { Register } from '../use-register.ts';
import { SaveLayout } from '../views/save-layout.tsx';
import { CardFace } from './board-card.tsx';
import { BoardLane } from './board-lane.tsx';
import styles from './board.module.css';
import { laneKeys, overLane } from './lane-keys.ts';
import { useBoard } from './use-board.ts';
import { useBoardWords } from './use-board-words.ts';

/** The register as a board: a lane for each status, documents dragged between them as far as their routes allow. */
export function BoardView({ register }: { readonly register: Register }) {
  const [adding, setAdding] = useState<string>();
  const columns = register.state.view.columns;
  return (
    <>
      <RegisterTools
        register={register}
        adding={adding}
        onAdding={setAdding}
        columns={columns}
        saving={<SaveLayout register={register} />}
      />
      <Lanes register={register} />
    </>
  );
}

function Lanes({ register }: { readonly register: Register }) {
  const { t } = useTranslation('registers');
  const { stream, list, search } = register;
  const board = useBoard(stream, list);
  const { look, sumOf, isFolded } = useBoardWords(register, board);
  const [carried, setCarried] = useState<Document>();
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 6 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 250, tolerance: 8 } }),
    useSensor(KeyboardSensor, { coordinateGetter: laneKeys }),
  );
  const accessibility = useAnnouncements(board.nameOf);
  if (board.error && !board.data) return <ErrorState error={board.error} onRetry={() => void board.refetch()} />;
  if (!board.data) return <SkeletonRows rows={12} height={72} />;
  return (
    <div className={pageStyles.body}>
      <DndContext
        sensors={sensors}
        collisionDetection={overLane}
        accessibility={accessibility}
        onDragStart={({ active }) => setCarried(active.data.current?.['document'] as Document)}
        onDragCancel={() => setCarried(undefined)}
        onDragEnd={({ over }) => {
          setCarried(undefined);
          if (carried && over) board.move(carried, String(over.id));
        }}
      >
        <div
          className={styles.board}
          role="group"
          aria-label={t('layout.board')}
          data-older={board.isPlaceholderData || undefined}
        >
          {board.lanes.map((lane) => (
            <BoardLane
              key={lane.status}
              list={list}
              lane={lane}
              name={board.nameOf(lane.status)}
              tone={stream.statuses.find(({ key }) => key === lane.status)?.tone}
              folded={isFolded(lane.status)}
              sum={sumOf(lane.status)}
              moves={board.moves}
              look={look}
            />
          ))}
        </div>
        <DragOverlay dropAnimation={null}>
          {carried && (
            <div className={styles.card} data-carried>
              <CardFace document={carried} look={look} />
            </div>
          )}
        </DragOverlay>
      </DndContext>
      {search.selected !== undefined && (
        <Preview
          id={search.selected}
          stream={stream}
          listed={board.lanes.flatMap(({ items }) => items).find(({ id }) => id === search.selected)}
          onClose={() => register.show(undefined)}
        />
      )}
    </div>
  );
}

/** What is said to those who do not see the card being carried. */
function useAnnouncements(nameOf: (status: string) => string) {
  const { t } = useTranslation('registers');
  return useMemo(() => {
    const over = (id: unknown) => (typeof id === 'string' ? t('board.over', { status: nameOf(id) }) : undefined);
    return {
      screenReaderInstructions: { draggable: t('board.keys') },
      announcements: {
        onDragStart: () => t('board.taken'),
        onDragOver: (event: { over: { id: unknown } | null }) => over(event.over?.id),
        onDragEnd: (event: { over: { id: unknown } | null }) => over(event.over?.id),
        onDragCancel: () => t('board.left'),
      },
    };
  }, [t, nameOf]);
}
