import { useRef, useState } from 'react';
import { allMarks, markEach, noMarks, toggleMark, type Marks } from './marks.ts';
import type { Document } from './register-columns.ts';

/** What is marked of a list; nothing of another list. */
export function useMarks(at: (index: number) => Document | undefined, list: string) {
  const [kept, setKept] = useState<{ list: string; marks: Marks }>({ list, marks: noMarks });
  const from = useRef(0);
  const marks = kept.list === list ? kept.marks : noMarks;
  const change = (next: Marks) => setKept({ list, marks: next });
  const mark = (index: number, upTo: boolean) => {
    const document = at(index);
    if (!document) return;
    if (upTo) {
      const [first, last] = [Math.min(from.current, index), Math.max(from.current, index)];
      const range = Array.from({ length: last - first + 1 }, (_, step) => at(first + step)?.id);
      change(
        markEach(
          marks,
          range.filter((id) => id !== undefined),
        ),
      );
    } else change(toggleMark(marks, document.id));
    from.current = index;
  };
  const markAll = () => change(marks.all && marks.ids.size === 0 ? noMarks : allMarks);
  return { marks, mark, markAll, clear: () => change(noMarks) };
}
