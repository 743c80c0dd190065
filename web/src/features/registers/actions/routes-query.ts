import { queryOptions } from '@tanstack/react-query';
import { api, answer } from '../../../api/client.ts';

/** The routes along which people may send documents of a stream. */
export const routesForQuery = (stream: string) =>
  queryOptions({
    queryKey: ['routes', 'all'],
    queryFn: async ({ signal }) => (await answer(api.GET('/api/routes', { signal }))).items,
    select: (routes) => routes.filter(({ byHand, stream: own }) => byHand && (own === null || own === stream)),
    staleTime: 5 * 60_000,
  });
