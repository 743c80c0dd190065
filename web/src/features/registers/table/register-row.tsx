import { memo, type CSSProperties } from 'react';
import { ColumnValue } from '../column-value.tsx';
import type { Column, Document } from '../register-columns.ts';
import type { RowWords } from '../use-row-words.ts';
import styles from './register-table.module.css';

interface Props {
  readonly index: number;
  /** Absent while it is loaded. */
  readonly document: Document | undefined;
  readonly columns: readonly Column[];
  readonly words: RowWords;
  /** Pixels from the top of the list. */
  readonly top: number;
  readonly current: boolean;
  readonly shown: boolean;
  readonly marked: boolean;
}

/**
 * One row. It knows nothing that changes while one scrolls, so that React leaves it alone; presses are heard by the table.
 */
export const RegisterRow = memo(function RegisterRow({
  index,
  document,
  columns,
  words,
  top,
  current,
  shown,
  marked,
}: Props) {
  const place: CSSProperties = { top };
  if (!document) {
    return (
      <div className={styles.row} style={place} role="row" aria-rowindex={index + 2} aria-busy="true">
        <div className={styles.mark} role="gridcell" />
        {columns.map(({ key }, position) => (
          <div key={key} className={position === 0 ? styles.firstCell : styles.cell} role="gridcell">
            <i className={styles.loading} />
          </div>
        ))}
      </div>
    );
  }
  return (
    <div
      id={`row-${document.id}`}
      className={styles.row}
      style={place}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={marked}
      data-index={index}
      data-current={current || undefined}
      data-shown={shown || undefined}
      data-marked={marked || undefined}
    >
      <div className={styles.mark} role="gridcell">
        <label data-mark>
          <input
            type="checkbox"
            checked={marked}
            readOnly
            tabIndex={-1}
            aria-label={`${words.mark} ${document.number}`}
          />
        </label>
      </div>
      {columns.map((column, position) => (
        <Cell key={column.key} column={column} document={document} words={words} first={position === 0} />
      ))}
    </div>
  );
});

interface CellProps {
  readonly column: Column;
  readonly document: Document;
  readonly words: RowWords;
  readonly first: boolean;
}

function Cell({ column, document, words, first }: CellProps) {
  const value = <ColumnValue column={column} document={document} words={words} />;
  return (
    <div
      className={first ? styles.firstCell : styles.cell}
      role="gridcell"
      data-tip-cut
      data-figures={column.figures || undefined}
    >
      {first ? (
        <a href={`/documents/${document.id}`} tabIndex={-1} data-open>
          {value}
        </a>
      ) : (
        value
      )}
    </div>
  );
}
