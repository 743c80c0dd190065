import { queryOptions } from '@tanstack/react-query';
import { api, answer } from '../api/client.ts';

/** What the server tells before anyone has signed in. */
export const welcomeQuery = queryOptions({
  queryKey: ['welcome'],
  queryFn: () => answer(api.GET('/api/welcome')),
  staleTime: Infinity,
});
