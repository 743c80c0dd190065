import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useSyncExternalStore } from 'react';
import { LiveSources } from './live-sources.ts';
import { onOpenDocuments, openDocuments } from './open-documents.ts';
import { liveTypes, staleKeys, type LiveEvent } from './stale-keys.ts';

/** Events that come this close together, in milliseconds, make the app read again once. */
const gather = 80;

/** Hears what happens to my desk and to the documents that are open, and reads again what that makes out of date. */
export function useLive(): void {
  const queryClient = useQueryClient();
  const documents = useSyncExternalStore(onOpenDocuments, openDocuments);
  const sources = useRef<LiveSources>(undefined);
  const heard = useRef(false);
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
    // What was read before anything could be heard may have changed in between.
    const readAgain = () => {
      heard.current = true;
      const read = [['assignments'], ['notifications'], ...documents.map((id) => ['documents', id])];
      for (const queryKey of read) void queryClient.invalidateQueries({ queryKey });
    };
    sources.current?.listenTo(`/api/events?${query}`, heard.current ? undefined : readAgain);
  }, [queryClient, documents]);
}
