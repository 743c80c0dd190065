import { useEffect, useRef, type RefObject } from 'react';

/** A list that was filtered or ordered anew is shown from its beginning. */
export function useTopOfNewList(scroller: RefObject<HTMLElement | null>, list: string): void {
  const known = useRef(list);
  useEffect(() => {
    if (known.current !== list) scroller.current?.scrollTo({ top: 0 });
    known.current = list;
  }, [scroller, list]);
}
