import { queryOptions, useSuspenseQuery } from '@tanstack/react-query';
import { api, answer } from '../api/client.ts';

/** Who is signed in; refused with status 401 when nobody is. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: () => answer(api.GET('/api/me')),
  staleTime: 5 * 60_000,
});

/** The person who is signed in. Only below the frame, which is not shown to anybody else. */
export function useMe() {
  return useSuspenseQuery(meQuery).data;
}

export type Me = ReturnType<typeof useMe>;
