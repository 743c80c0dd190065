import { useEffect } from 'react';

const open = new Map<string, number>();
const listeners = new Set<() => void>();
let names: readonly string[] = [];

function changed(): void {
  names = [...open.keys()].sort();
  for (const listener of listeners) listener();
}

/** Ids of the documents that are open on this page. The same array until that changes. */
export function openDocuments(): readonly string[] {
  return names;
}

/** Tells when other documents are open; answers how to stop that. */
export function onOpenDocuments(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** While the component is shown, what happens to the document is heard of. */
export function useOpenDocument(id: string | undefined): void {
  useEffect(() => {
    if (id === undefined) return;
    open.set(id, (open.get(id) ?? 0) + 1);
    changed();
    return () => {
      const left = (open.get(id) ?? 1) - 1;
      if (left === 0) open.delete(id);
      else open.set(id, left);
      changed();
    };
  }, [id]);
}
