import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import { onOpenDocuments, openDocuments } from './open-documents.ts';
import { liveTypes, staleKeys, type LiveEvent } from './stale-keys.ts';

/** Events that come this close together, in milliseconds, make the app read again once. */
const gather = 80;

/** Hears what happens to my desk and to the documents that are open, and reads again what that makes out of date. */
export function useLive(): void {
  const queryClient = useQueryClient();
  const documents = useSyncExternalStore(onOpenDocuments, openDocuments);
  useEffect(() => listen(queryClient, documents), [queryClient, documents]);
}

function listen(queryClient: QueryClient, documents: readonly string[]): () => void {
  const query = new URLSearchParams(documents.map((id) => ['document', id]));
  const source = new EventSource(`/api/events?${query}`);
  const waiting = new Map<string, readonly string[]>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const readAgain = () => {
    timer = undefined;
    for (const queryKey of waiting.values()) void queryClient.invalidateQueries({ queryKey });
    waiting.clear();
  };
  const hear = ({ data }: MessageEvent<string>) => {
    for (const key of staleKeys(JSON.parse(data) as LiveEvent)) waiting.set(key.join('/'), key);
    timer ??= setTimeout(readAgain, gather);
  };
  for (const type of liveTypes) source.addEventListener(type, hear);
  return () => {
    clearTimeout(timer);
    source.close();
  };
}
