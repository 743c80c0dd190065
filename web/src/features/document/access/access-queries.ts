import { queryOptions } from '@tanstack/react-query';
import { api, answer, Problem, type Schemas } from '../../../api/client.ts';

export type Share = Schemas['ShareView'];
export type AccessAnswer = Schemas['AccessAnswer'];

/** With whom the document is shared; null for somebody who may not share it. */
export const sharesQuery = (id: string) =>
  queryOptions({
    queryKey: ['documents', id, 'shares'],
    queryFn: async ({ signal }): Promise<readonly Share[] | null> => {
      try {
        return (await answer(api.GET('/api/documents/{id}/shares', { params: { path: { id } }, signal }))).items;
      } catch (error) {
        if (error instanceof Problem && error.status === 403) return null;
        throw error;
      }
    },
  });

/** What one person may do with the document, and by which rule; oneself without a login. */
export const explanationQuery = (id: string, person: string | undefined) =>
  queryOptions({
    queryKey: ['documents', id, 'access', person ?? ''],
    queryFn: ({ signal }) => {
      const query = person === undefined ? {} : { person };
      return answer(api.GET('/api/documents/{id}/access', { params: { path: { id }, query }, signal }));
    },
    retry: false,
  });

/** Everybody who may read the document, for administrators. */
export const readersQuery = (id: string) =>
  queryOptions({
    queryKey: ['documents', id, 'access', 'readers'],
    queryFn: ({ signal }) => answer(api.GET('/api/access/report/documents/{id}', { params: { path: { id } }, signal })),
  });
