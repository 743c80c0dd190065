import { useSyncExternalStore } from 'react';

const storedAs = 'millrace.tour';
const listeners = new Set<() => void>();
let open = false;

function set(next: boolean): void {
  open = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** Shows the app from the beginning. */
export function startTour(): void {
  declineTour();
  set(true);
}

export function endTour(): void {
  set(false);
}

/** It is not offered on this device any more. */
export function declineTour(): void {
  localStorage.setItem(storedAs, 'offered');
  set(open);
}

/** Whether the tour was ever offered on this device. */
export const tourWasOffered = (): boolean => localStorage.getItem(storedAs) !== null;

/** Whether the tour is shown, and whether it was ever offered on this device. */
export function useTour(): { readonly open: boolean; readonly offered: boolean } {
  return {
    open: useSyncExternalStore(subscribe, () => open),
    offered: useSyncExternalStore(subscribe, tourWasOffered),
  };
}
