import { useRef, useState, type PointerEvent } from 'react';
import styles from './register-table.module.css';

interface Props {
  readonly width: number;
  readonly onResize: (width: number) => void;
  readonly onReset: () => void;
}

/** The right edge of a column: dragged it makes the column wider, pressed twice as wide as it was at first. */
export function ResizeGrip({ width, onResize, onReset }: Props) {
  const from = useRef<{ x: number; width: number }>(undefined);
  const [dragged, setDragged] = useState(false);
  const begin = (event: PointerEvent<HTMLDivElement>) => {
    event.preventDefault();
    event.stopPropagation();
    event.currentTarget.setPointerCapture(event.pointerId);
    from.current = { x: event.clientX, width };
    setDragged(true);
  };
  const follow = (event: PointerEvent) => {
    if (from.current) onResize(from.current.width + event.clientX - from.current.x);
  };
  const end = () => {
    from.current = undefined;
    setDragged(false);
  };
  return (
    <div
      className={styles.grip}
      data-dragged={dragged || undefined}
      aria-hidden
      onPointerDown={begin}
      onPointerMove={follow}
      onPointerUp={end}
      onPointerCancel={end}
      onDoubleClick={onReset}
      // The column is not dragged by its edge.
      draggable
      onDragStart={(event) => {
        event.preventDefault();
        event.stopPropagation();
      }}
    />
  );
}
