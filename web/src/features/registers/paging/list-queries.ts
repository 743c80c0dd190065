import { queryOptions, type QueryClient } from '@tanstack/react-query';
import { api, answer, type Schemas } from '../../../api/client.ts';
import type { List } from '../register-state.ts';
import { pageSize, startOf, type PageStart } from './register-pages.ts';

export type Page = Schemas['DocumentPage'];

const paths = ({ stream }: List) => ({ stream });
const nothing: Page = { items: [], nextCursor: null };

/** Everything that was read of the register of a stream, for making it out of date. */
export const registerKey = (stream: string) => ['registers', stream] as const;

/** One page of a list, wherever in it; the first one says how many there are, up to ten thousand. */
export const pageQuery = (client: QueryClient, list: List, page: number) =>
  queryOptions({
    queryKey: [...registerKey(list.stream), 'page', list, page],
    queryFn: async ({ signal }): Promise<Page> => {
      const start = await findStart(client, list, page);
      if (start === 'end') return nothing;
      const { stream: _, ...asked } = list;
      const query = { ...asked, ...start, limit: pageSize, ...(page === 0 && { count: 'true' as const }) };
      return answer(api.GET('/api/streams/{stream}/documents', { params: { path: paths(list), query }, signal }));
    },
    staleTime: 30_000,
  });

/** How many documents a list has, where there are more than are counted with the first page. */
export const totalQuery = (list: List) =>
  queryOptions({
    queryKey: [...registerKey(list.stream), 'total', list],
    queryFn: async ({ signal }) => {
      const { stream: _, sort: __, ...asked } = list;
      const query = { ...asked, limit: 1, count: 'all' as const };
      const { total = 0 } = await answer(
        api.GET('/api/streams/{stream}/documents', { params: { path: paths(list), query }, signal }),
      );
      return total;
    },
    staleTime: 5 * 60_000,
  });

/** How many documents of a list have which status, with the sums of a field of money or numbers. */
export const tallyQuery = (list: List, sum?: string) =>
  queryOptions({
    queryKey: [...registerKey(list.stream), 'tally', list, sum],
    queryFn: ({ signal }) => {
      const { stream: _, sort: __, ...asked } = list;
      const query = { ...asked, ...(sum !== undefined && { sum }) };
      return answer(api.GET('/api/streams/{stream}/documents/tally', { params: { path: paths(list), query }, signal }));
    },
    staleTime: 60_000,
  });

/** Cursors that lead into the middle of a long list. */
export const placesQuery = (list: List) =>
  queryOptions({
    queryKey: [...registerKey(list.stream), 'places', list],
    queryFn: () => {
      const { stream: _, ...query } = list;
      return answer(api.GET('/api/streams/{stream}/documents/places', { params: { path: paths(list), query } }));
    },
    staleTime: 5 * 60_000,
  });

async function findStart(client: QueryClient, list: List, page: number): Promise<PageStart | 'end'> {
  const cursorAfter = (before: number) => client.getQueryData(pageQuery(client, list, before).queryKey)?.nextCursor;
  const known = client.getQueryData(placesQuery(list).queryKey);
  const near = startOf(page, { cursorAfter, places: known });
  if (near !== 'far') return near;
  const places = await client.ensureQueryData(placesQuery(list));
  const start = startOf(page, { cursorAfter, places });
  return start === 'far' ? 'end' : start;
}
