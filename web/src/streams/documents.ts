import { queryOptions } from '@tanstack/react-query';
import { api, answer, type Schemas } from '../api/client.ts';

/** A document with its card, and what I may do with it. */
export type DocumentView = Schemas['DocumentDetail'];

/** A document with its card. What belongs to it has keys that begin with the same two parts. */
export const documentQuery = (id: string) =>
  queryOptions({
    queryKey: ['documents', id],
    queryFn: ({ signal }) => answer(api.GET('/api/documents/{id}', { params: { path: { id } }, signal })),
  });
