import { queryOptions } from '@tanstack/react-query';
import { api, answer } from '../api/client.ts';

/** The streams that I may see, with their cards, statuses and views. */
export const streamsQuery = queryOptions({
  queryKey: ['streams'],
  queryFn: () => answer(api.GET('/api/streams')),
  staleTime: 5 * 60_000,
});
