import { useEffect, useRef } from 'react';

/** A list that was filtered or ordered anew is shown from its beginning. */
export function useTopOfNewList(scroller: HTMLElement | null, list: string): void {
  const known = useRef(list);
  useEffect(() => {
    if (known.current !== list) scroller?.scrollTo({ top: 0 });
    known.current = list;
  }, [scroller, list]);
}
