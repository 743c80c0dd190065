import { useSyncExternalStore } from 'react';

interface Watch {
  matches: boolean;
  readonly listeners: Set<() => void>;
  readonly subscribe: (listener: () => void) => () => void;
  readonly now: () => boolean;
}

const watches = new Map<string, Watch>();

/**
 * Whether a media query holds, watched once for all parts of a screen that ask: each question to the browser makes it look
 * at the styles of the page.
 */
export function useMedia(query: string): boolean {
  let watch = watches.get(query);
  if (!watch) watches.set(query, (watch = begin(query)));
  return useSyncExternalStore(watch.subscribe, watch.now);
}

function begin(query: string): Watch {
  const list = matchMedia(query);
  const watch: Watch = {
    matches: list.matches,
    listeners: new Set(),
    subscribe: (listener) => {
      watch.listeners.add(listener);
      return () => void watch.listeners.delete(listener);
    },
    now: () => watch.matches,
  };
  list.addEventListener('change', ({ matches }) => {
    watch.matches = matches;
    for (const listener of watch.listeners) listener();
  });
  return watch;
}
