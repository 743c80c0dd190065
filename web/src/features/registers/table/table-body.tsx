import { useElementScrollRestoration } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, type MouseEvent } from 'react';
import { useMedia } from '../../../ui/use-media.ts';
import { isMarked, type Marks } from '../marks.ts';
import { mostRows } from '../paging/most-rows.ts';
import type { RegisterRows } from '../paging/use-register-rows.ts';
import type { Column, Document } from '../register-columns.ts';
import type { RowWords } from '../use-row-words.ts';
import { RegisterRow } from './register-row.tsx';
import styles from './register-table.module.css';
import { useTableKeys } from './use-table-keys.ts';

export interface BodyProps {
  readonly scroller: HTMLDivElement | null;
  readonly stream: string;
  readonly rows: RegisterRows;
  readonly columns: readonly Column[];
  readonly words: RowWords;
  readonly shown: string | undefined;
  readonly marks: Marks;
  readonly current: number;
  readonly onCurrent: (index: number) => void;
  /** Shows a document beside the list; undefined: none any more. */
  readonly onShow: (document: Document | undefined) => void;
  readonly onOpen: (document: Document) => void;
  readonly onMark: (index: number, upTo: boolean) => void;
}

export const headHeight = 34;

/**
 * The rows, of which only those in view exist; the scroll bar is that of all of them. Scrolling makes React look at this
 * component alone, and at the rows that come into view.
 */
export function TableBody(props: BodyProps) {
  const { rows, columns, words, marks, current, shown } = props;
  const rowHeight = useMedia('(pointer: coarse)') ? 44 : 36;
  const before = useElementScrollRestoration({ id: `register-${props.stream}` });
  const virtual = useVirtualizer({
    count: Math.min(rows.total, mostRows(rowHeight)),
    getScrollElement: () => props.scroller,
    estimateSize: () => rowHeight,
    overscan: 5,
    scrollMargin: headHeight,
    scrollPaddingStart: headHeight,
    initialOffset: before?.scrollY ?? 0,
  });
  const items = virtual.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  const backward = virtual.scrollDirection === 'backward';
  const { total, look } = rows;
  useEffect(() => look({ first, last, total, backward }), [look, first, last, total, backward]);
  const seen = Math.floor(((virtual.scrollRect?.height ?? 0) - headHeight) / rowHeight);
  useTableKeys({ ...props, reveal: (index) => virtual.scrollToIndex(index), page: Math.max(1, seen - 1) });
  return (
    <div
      className={styles.body}
      role="rowgroup"
      style={{ height: virtual.getTotalSize() }}
      onClick={(event) => press(event, props)}
      onDoubleClick={(event) => {
        const document = rows.at(indexAt(event));
        if (document && !within(event, '[data-mark]')) props.onOpen(document);
      }}
    >
      {items.map(({ index, start }) => {
        const document = rows.at(index);
        return (
          <RegisterRow
            key={index}
            index={index}
            document={document}
            columns={columns}
            words={words}
            top={start - headHeight}
            current={index === current}
            shown={document !== undefined && document.id === shown}
            marked={document !== undefined && isMarked(marks, document.id)}
          />
        );
      })}
    </div>
  );
}

/** A press marks at the mark, opens at the name, and shows beside the list anywhere else. */
function press(event: MouseEvent, { rows, onCurrent, onMark, onOpen, onShow }: BodyProps): void {
  const index = indexAt(event);
  const document = rows.at(index);
  if (!document) return;
  if (within(event, '[data-mark]')) {
    event.preventDefault();
    onMark(index, event.shiftKey);
  } else if (within(event, '[data-open]')) {
    // With a key it is a link like any other: a new tab, a new window.
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    onOpen(document);
  } else if (event.metaKey || event.ctrlKey || event.shiftKey) {
    onMark(index, event.shiftKey);
  } else {
    onShow(document);
  }
  onCurrent(index);
}

const within = ({ target }: MouseEvent, selector: string): boolean =>
  target instanceof Element && target.closest(selector) !== null;

function indexAt({ target }: MouseEvent): number {
  const row = target instanceof Element ? target.closest<HTMLElement>('[data-index]') : null;
  return Number(row?.dataset.index ?? -1);
}
