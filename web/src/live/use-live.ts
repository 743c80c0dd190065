import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useSyncExternalStore } from 'react';
import { LiveSources } from './live-sources.ts';
import { onOpenDocuments, openDocuments } from './open-documents.ts';
import { liveTypes, staleKeys, type LiveEvent } from './stale-keys.ts';

/** Events that come this close together, in milliseconds, make the app read again once. */
const gather = 80;

/** The server remembers so many seconds. */
const longest = 60;
/** Seconds that an answer and the opening of the stream may have been under way. */
const underWay = 5;

/** For how many seconds documents may have been read already without being listened to. */
function unheard(queryClient: QueryClient, documents: readonly string[]): number {
  const read = documents.flatMap((id) => queryClient.getQueryCache().findAll({ queryKey: ['documents', id] }));
  const first = Math.min(Date.now(), ...read.map(({ state }) => state.dataUpdatedAt).filter((at) => at > 0));
  return Math.min(longest, Math.ceil((Date.now() - first) / 1000) + underWay);
}

/** Hears what happens to my desk and to the documents that are open, and reads again what that makes out of date. */
export function useLive(): void {
  const queryClient = useQueryClient();
  const documents = useSyncExternalStore(onOpenDocuments, openDocuments);
  const sources = useRef<LiveSources>(undefined);
  const heard = useRef(false);
  const named = useRef<readonly string[]>([]);
  useEffect(() => {
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
    const opened = new LiveSources(liveTypes, hear);
    sources.current = opened;
    return () => {
      clearTimeout(timer);
      opened.close();
    };
  }, [queryClient]);
  useEffect(() => {
    const query = new URLSearchParams(documents.map((id) => ['document', id]));
    const fresh = documents.filter((id) => !named.current.includes(id));
    named.current = documents;
    // What was read before it is listened to may have changed in between; the server knows.
    if (heard.current && fresh.length > 0) query.set('unheard', String(unheard(queryClient, fresh)));
    // What was read before anything could be heard may have changed in between.
    const readAgain = () => {
      heard.current = true;
      const read = [['assignments'], ['notifications'], ...documents.map((id) => ['documents', id])];
      for (const queryKey of read) void queryClient.invalidateQueries({ queryKey });
    };
    sources.current?.listenTo(`/api/events?${query}`, heard.current ? undefined : readAgain);
  }, [queryClient, documents]);
}
