import { queryOptions } from '@tanstack/react-query';
import { api, answer, type Schemas } from '../../../api/client.ts';

export type Related = Schemas['RelatedDocuments'];
export type RelatedGroup = Related['groups'][number];

/** Everything around a document; of each register and of files the newest `limit`. */
export const relatedQuery = (id: string, limit: number) =>
  queryOptions({
    queryKey: ['documents', id, 'related', limit],
    queryFn: ({ signal }) =>
      answer(api.GET('/api/documents/{id}/related', { params: { path: { id }, query: { limit } }, signal })),
    placeholderData: (before) => before,
  });
