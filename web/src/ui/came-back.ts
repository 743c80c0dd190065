import type { RouterHistory } from '@tanstack/react-router';

let back = false;

/** Listens from where on the screens that are shown were gone back or forward to, and not opened anew. */
export function noticeMoves(history: Pick<RouterHistory, 'subscribe'>): void {
  history.subscribe(({ action: { type } }) => {
    if (type !== 'REPLACE') back = type !== 'PUSH';
  });
}

/** Whether the screen was there before, so that it must stand where it stood. */
export function cameBack(): boolean {
  return back;
}
