import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { api } from '../api/client.ts';
import { useMe } from '../session/me.ts';
import type { Assignment } from './assignments.ts';

/** Looking at it this long, in milliseconds, is reading it. */
const glance = 1500;

/** Tells the server that the performer has opened it: the decision before it cannot be taken back any more. */
export function useOpened(assignment: Assignment | undefined): void {
  const me = useMe();
  const queryClient = useQueryClient();
  const id = assignment?.id;
  const unread =
    assignment?.state === 'reserved' && assignment.performer?.id === me.id && assignment.openedAt === undefined;
  useEffect(() => {
    if (!unread || id === undefined) return;
    const timer = setTimeout(() => {
      // Nothing depends on it here: what has changed meanwhile is told by the answer.
      api.POST('/api/assignments/{id}/start', { params: { path: { id } } }).then(
        () => queryClient.invalidateQueries({ queryKey: ['assignments'] }),
        () => undefined,
      );
    }, glance);
    return () => clearTimeout(timer);
  }, [id, unread, queryClient]);
}
