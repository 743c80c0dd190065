import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { isLost, pauseAfter, type Sending } from './attaching.ts';
import { attachFile } from './files.ts';

/**
 * Sends files to a document. What got lost on the way is tried again by itself, as soon as there is a connection; the same
 * bytes under the same name change nothing, so that nothing is attached twice.
 */
export function useAttach(document: string) {
  const queryClient = useQueryClient();
  const [sending, setSending] = useState<readonly Sending[]>([]);
  const timers = useRef(
    new Map<string, { readonly again: () => void; readonly timer: ReturnType<typeof setTimeout> }>(),
  );
  const change = useCallback(
    (key: string, changes: Partial<Sending>) =>
      setSending((known) => known.map((one) => (one.key === key ? { ...one, ...changes } : one))),
    [],
  );
  const drop = useCallback((key: string) => {
    clearTimeout(timers.current.get(key)?.timer);
    timers.current.delete(key);
    setSending((known) => known.filter((one) => one.key !== key));
  }, []);

  const attempt = useCallback(
    async (key: string, file: File, attempts: number) => {
      clearTimeout(timers.current.get(key)?.timer);
      timers.current.delete(key);
      change(key, { state: 'sending', part: 0 });
      try {
        await attachFile(document, file, (part) => change(key, { part }));
        drop(key);
        await queryClient.invalidateQueries({ queryKey: ['documents', document] });
      } catch (problem) {
        if (!isLost(problem)) return change(key, { state: 'refused', problem });
        change(key, { state: 'lost', problem });
        const again = () => void attempt(key, file, attempts + 1);
        timers.current.set(key, { again, timer: setTimeout(again, pauseAfter(attempts)) });
      }
    },
    [document, change, drop, queryClient],
  );

  useEffect(() => {
    const waiting = timers.current;
    const retryAll = () => waiting.forEach(({ again }) => again());
    addEventListener('online', retryAll);
    return () => {
      removeEventListener('online', retryAll);
      waiting.forEach(({ timer }) => clearTimeout(timer));
    };
  }, []);

  const send = (files: readonly File[]) => {
    for (const file of files) {
      const key = crypto.randomUUID();
      setSending((known) => [...known, { key, file, part: 0, state: 'sending' }]);
      void attempt(key, file, 0);
    }
  };
  return { sending, send, retry: ({ key, file }: Sending) => void attempt(key, file, 0), drop };
}
