import { useEffect, useState } from 'react';

/** Where something stands in the window, in px. */
export interface Frame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** The element of that mark which is on the screen. */
export function markedElement(mark: string): HTMLElement | undefined {
  const all = document.querySelectorAll<HTMLElement>(`[data-tour="${mark}"]`);
  return [...all].find((element) => element.getClientRects().length > 0);
}

/** Follows what carries the mark, while it appears, moves and goes; undefined as long as it is not there. */
export function useFramed(mark: string | undefined): Frame | undefined {
  const [frame, setFrame] = useState<Frame>();
  useEffect(() => {
    if (mark === undefined) return setFrame(undefined);
    let request = 0;
    const look = () => {
      const rect = markedElement(mark)?.getBoundingClientRect();
      setFrame((known) => (same(known, rect) ? known : rect && frameOf(rect)));
      request = requestAnimationFrame(look);
    };
    markedElement(mark)?.scrollIntoView({ block: 'nearest' });
    look();
    return () => cancelAnimationFrame(request);
  }, [mark]);
  return frame;
}

function frameOf({ left, top, width, height }: DOMRect): Frame {
  return { left, top, width, height };
}

function same(known: Frame | undefined, found: DOMRect | undefined): boolean {
  if (!known || !found) return known === found;
  return (['left', 'top', 'width', 'height'] as const).every((side) => known[side] === found[side]);
}
