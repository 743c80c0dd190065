import { queryOptions } from '@tanstack/react-query';
import { api, answer, type Schemas } from '../api/client.ts';

export type Assignment = Schemas['AssignmentView'];

const most = 200;

/** What waits for me: to be done, to be taken on, or to be accepted by me. */
export const deskQuery = queryOptions({
  queryKey: ['assignments', 'desk'],
  queryFn: async ({ signal }) => {
    const list = (query: { readonly mine?: boolean; readonly controlled?: boolean; readonly state?: 'reported' }) =>
      answer(api.GET('/api/assignments', { params: { query: { ...query, limit: most } }, signal }));
    const [mine, reported] = await Promise.all([list({ mine: true }), list({ controlled: true, state: 'reported' })]);
    return { mine: mine.items, reported: reported.items, more: mine.nextCursor !== null };
  },
});

/** One assignment, also one that is done. */
export const assignmentQuery = (id: string) =>
  queryOptions({
    queryKey: ['assignments', 'one', id],
    queryFn: ({ signal }) => answer(api.GET('/api/assignments/{id}', { params: { path: { id } }, signal })),
  });
