import { Link, useElementScrollRestoration } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useEffect, useMemo, useState } from 'react';
import { StatusBadge } from '../../../ui/status-badge.tsx';
import { ColumnValue, isEmptyIn } from '../column-value.tsx';
import { mostRows } from '../paging/most-rows.ts';
import type { RegisterRows } from '../paging/use-register-rows.ts';
import { isMarked, type Marks } from '../marks.ts';
import type { Column, Document } from '../register-columns.ts';
import { useTopOfNewList } from '../use-top-of-new-list.ts';
import type { RowWords } from '../use-row-words.ts';
import styles from './phone.module.css';

interface Props {
  readonly stream: string;
  readonly list: string;
  readonly rows: RegisterRows;
  readonly columns: readonly Column[];
  readonly words: RowWords;
  /** Cards are marked by a press instead of opened. */
  readonly choice?: Choice | undefined;
}

interface Choice {
  readonly marks: Marks;
  readonly onMark: (index: number) => void;
}

export const cardHeight = 76;

/** The rows of a register as cards, of which only those in view exist. */
export function CardList({ stream, list, rows, columns, words, choice }: Props) {
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  const id = `register-${stream}`;
  const before = useElementScrollRestoration({ id });
  const virtual = useVirtualizer({
    count: Math.min(rows.total, mostRows(cardHeight)),
    getScrollElement: () => scroller,
    estimateSize: () => cardHeight,
    overscan: 6,
    initialOffset: before?.scrollY ?? 0,
  });
  useTopOfNewList(scroller, list);
  const items = virtual.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  const backward = virtual.scrollDirection === 'backward';
  const { total, look } = rows;
  useEffect(() => look({ first, last, total, backward }), [look, first, last, total, backward]);
  const details = useMemo(() => columns.filter(({ own }) => own === undefined || own === 'responsible'), [columns]);
  return (
    <div
      ref={setScroller}
      className={styles.scroller}
      data-scroll-restoration-id={id}
      data-older={rows.older || undefined}
    >
      <ul className={styles.list} style={{ height: virtual.getTotalSize() }}>
        {items.map(({ index, start }) => {
          const document = rows.at(index);
          return (
            <Card
              key={index}
              document={document}
              details={details}
              words={words}
              top={start}
              marked={document && choice && isMarked(choice.marks, document.id)}
              onMark={choice && (() => choice.onMark(index))}
            />
          );
        })}
      </ul>
    </div>
  );
}

interface CardProps {
  readonly document: Document | undefined;
  readonly details: readonly Column[];
  readonly words: RowWords;
  readonly top: number;
  /** Absent: a press opens the document. */
  readonly marked: boolean | undefined;
  readonly onMark: (() => void) | undefined;
}

const Card = memo(function Card({ document, details, words, top, marked, onMark }: CardProps) {
  const style = { transform: `translateY(${top}px)`, height: cardHeight };
  if (!document) {
    return (
      <li className={styles.card} style={style} aria-busy="true">
        <i className={styles.loading} />
        <i className={styles.loading} />
      </li>
    );
  }
  const { name, tone } = words.status(document.status);
  // What is the title already is not said twice.
  const said = details
    .filter((column) => !isEmptyIn(column, document) && document.fields[column.key] !== document.title)
    .slice(0, 3);
  const face = (
    <>
      <span className={styles.title}>{document.title}</span>
      <StatusBadge tone={tone}>{name}</StatusBadge>
      <span className={styles.details}>
        <span>{document.number}</span>
        {said.map((column) => (
          <span key={column.key}>
            <ColumnValue column={column} document={document} words={words} />
          </span>
        ))}
      </span>
    </>
  );
  return (
    <li className={styles.card} style={style}>
      {onMark ? (
        <button type="button" role="checkbox" aria-checked={marked} className={styles.link} onClick={onMark}>
          {face}
        </button>
      ) : (
        <Link to="/documents/$id" params={{ id: document.id }} className={styles.link}>
          {face}
        </Link>
      )}
    </li>
  );
});
