import { queryOptions } from '@tanstack/react-query';
import { api, answer } from '../../../api/client.ts';

const most = 20;

/** The first files of a document. */
export const firstFilesQuery = (id: string) =>
  queryOptions({
    queryKey: ['documents', id, 'files', 'first'],
    queryFn: ({ signal }) =>
      answer(api.GET('/api/documents/{id}/files', { params: { path: { id }, query: { limit: most } }, signal })),
  });

/** Who has something to do with a document. */
export const openAssignmentsQuery = (document: string) =>
  queryOptions({
    queryKey: ['documents', document, 'assignments', 'open'],
    queryFn: ({ signal }) =>
      answer(api.GET('/api/assignments', { params: { query: { document, state: 'open', limit: most } }, signal })),
  });
