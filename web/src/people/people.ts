import { queryOptions } from '@tanstack/react-query';
import { api, answer, type Schemas } from '../api/client.ts';

export type PersonChoice = Schemas['PersonChoice'];

/** People whose name, login, post or unit holds every word of `q`; some people when nothing is asked. */
export const peopleQuery = (q: string, limit = 8) =>
  queryOptions({
    queryKey: ['people', q, limit],
    queryFn: ({ signal }) => answer(api.GET('/api/people', { params: { query: { q, limit } }, signal })),
    staleTime: 5 * 60_000,
  });
