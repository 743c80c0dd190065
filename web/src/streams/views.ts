import { queryOptions } from '@tanstack/react-query';
import { api, answer, type Schemas } from '../api/client.ts';

export type RegisterView = Schemas['RegisterView'];
export type ViewCount = Schemas['ViewCount'];

/** The views of all registers that I have, in the order of my menu: of the streams, my own and those shared with me. */
export const viewsQuery = queryOptions({
  queryKey: ['views', 'all'],
  queryFn: async ({ signal }) => (await answer(api.GET('/api/views', { signal }))).items,
  staleTime: 5 * 60_000,
});

/** How many documents each view of a stream holds, some seconds old. */
export const viewCountsQuery = (stream: string) =>
  queryOptions({
    queryKey: ['views', 'counts', stream],
    queryFn: async ({ signal }) =>
      (await answer(api.GET('/api/views/counts', { params: { query: { stream } }, signal }))).items,
    staleTime: 30_000,
    refetchInterval: 60_000,
  });

/** What an address calls a view: the id, without the stream where the view is that of its definition. */
export function viewKey({ id, stream }: Pick<RegisterView, 'id' | 'stream'>): string {
  return id.startsWith(`${stream}:`) ? id.slice(stream.length + 1) : id;
}
