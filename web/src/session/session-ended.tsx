import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useState } from 'react';
import { onSessionEnd } from '../api/client.ts';
import { meQuery } from './me.ts';

const load = () => import('./session-ended-dialog.tsx');
const Dialog = lazy(async () => ({ default: (await load()).SessionEndedDialog }));

/** Milliseconds after which the dialog is loaded: beside nothing that is wanted now, and long before it is needed. */
const calm = 5000;

/**
 * Asks for the password over the page when the session ends, so that the page and what was typed into it stay as they are.
 * Somebody else starts from an empty page.
 */
export function SessionEnded() {
  const queryClient = useQueryClient();
  const [ended, setEnded] = useState(false);
  useEffect(
    () => onSessionEnd(() => setEnded(queryClient.getQueryData(meQuery.queryKey) !== undefined)),
    [queryClient],
  );
  useEffect(() => {
    const timer = setTimeout(() => void load().catch(() => undefined), calm);
    return () => clearTimeout(timer);
  }, []);
  if (!ended) return null;
  const done = () => {
    setEnded(false);
    void queryClient.invalidateQueries();
  };
  return (
    <Suspense>
      <Dialog login={queryClient.getQueryData(meQuery.queryKey)?.login ?? ''} onDone={done} />
    </Suspense>
  );
}
