import { useSyncExternalStore } from 'react';

const narrow = matchMedia('(max-width: 720px)');
// Asked once for all parts of a screen: each question makes the browser look at the styles of the page.
let phone = narrow.matches;
const listeners = new Set<() => void>();

narrow.addEventListener('change', ({ matches }) => {
  phone = matches;
  for (const listener of listeners) listener();
});

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

const isPhone = (): boolean => phone;

/** True on a screen with room for one pane only. */
export function usePhone(): boolean {
  return useSyncExternalStore(subscribe, isPhone);
}
