import { useDraggable } from '@dnd-kit/core';
import { ActionIcon, Menu } from '@mantine/core';
import { IconArrowsRightLeft, IconGripVertical } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from '../../../i18n/use-translation.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import { Initials } from '../../../ui/initials.tsx';
import { StatusBadge } from '../../../ui/status-badge.tsx';
import type { Stream } from '../../../streams/streams.ts';
import { ColumnValue, isEmptyIn } from '../column-value.tsx';
import type { Column, Document } from '../register-columns.ts';
import type { RowWords } from '../use-row-words.ts';
import styles from './board.module.css';

export interface CardLook {
  readonly stream: Stream;
  /** What is shown below the title, as far as a document has it. */
  readonly details: readonly Column[];
  readonly words: RowWords;
  readonly shown: string | undefined;
  /** The document whose move was just refused. */
  readonly refused: string | undefined;
  readonly mayMove: boolean;
  readonly onShow: ((id: string) => void) | undefined;
  readonly onMove: (document: Document, to: string) => void;
}

interface Props {
  readonly document: Document;
  readonly look: CardLook;
}

/** A document on the board: carried by the mouse or a finger as a whole, by keys at its grip, or moved by its menu. */
export function BoardCard({ document, look }: Props) {
  const { t } = useTranslation('registers');
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, isDragging } = useDraggable({
    id: document.id,
    data: { document },
    disabled: !look.mayMove,
  });
  const { onKeyDown, ...carried } = listeners ?? {};
  return (
    <li
      ref={setNodeRef}
      className={styles.card}
      data-dragged={isDragging || undefined}
      data-shown={look.shown === document.id || undefined}
      data-refused={look.refused === document.id || undefined}
      onClick={() => look.onShow?.(document.id)}
      {...carried}
    >
      <CardFace document={document} look={look} />
      {look.mayMove && (
        <span className={styles.tools} onClick={(event) => event.stopPropagation()}>
          <button
            type="button"
            ref={setActivatorNodeRef}
            className={styles.grip}
            aria-label={t('board.grip', { number: document.number })}
            aria-describedby={attributes['aria-describedby']}
            onKeyDown={onKeyDown as React.KeyboardEventHandler | undefined}
          >
            <IconGripVertical size={16} stroke={1.6} aria-hidden />
          </button>
          <MoveMenu document={document} look={look} />
        </span>
      )}
    </li>
  );
}

/** What a card shows; also while it hangs at the pointer. */
export function CardFace({ document, look }: Props) {
  const { details, words } = look;
  const said = details
    .filter((column) => !isEmptyIn(column, document) && document.fields[column.key] !== document.title)
    .slice(0, 3);
  return (
    <>
      <Link
        to="/documents/$id"
        params={{ id: document.id }}
        className={styles.title}
        draggable={false}
        onClick={(event) => event.stopPropagation()}
      >
        {document.title}
      </Link>
      {said.map((column) => (
        <span key={column.key} className={styles.detail}>
          <ColumnValue column={column} document={document} words={words} />
        </span>
      ))}
      <span className={styles.foot}>
        <span className={styles.number}>{document.number}</span>
        {document.responsible && (
          <span className={styles.person}>
            <Initials name={document.responsible.name} size={20} />
            <span>{document.responsible.name}</span>
          </span>
        )}
      </span>
    </>
  );
}

function MoveMenu({ document, look: { stream, onMove } }: Props) {
  const { t } = useTranslation('registers');
  const { name } = useFormat();
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={t('board.move', { number: document.number })}>
          <IconArrowsRightLeft size={16} stroke={1.6} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('board.moveTo')}</Menu.Label>
        {stream.statuses
          .filter(({ key }) => key !== document.status)
          .map((status) => (
            <Menu.Item key={status.key} onClick={() => onMove(document, status.key)}>
              <StatusBadge tone={status.tone}>{name(status.name)}</StatusBadge>
            </Menu.Item>
          ))}
      </Menu.Dropdown>
    </Menu>
  );
}
