import { queryOptions } from '@tanstack/react-query';
import { api, answer } from '../../api/client.ts';

/** Everything that anybody was asked to do about the document, open and done. */
export const assignmentsQuery = (id: string) =>
  queryOptions({
    queryKey: ['documents', id, 'assignments'],
    queryFn: ({ signal }) => answer(api.GET('/api/documents/{id}/assignments', { params: { path: { id } }, signal })),
  });
