import { queryOptions } from '@tanstack/react-query';
import { api, answer, type Schemas } from '../api/client.ts';

export type Run = Schemas['RunView'];
export type RunSummary = Schemas['RunSummary'];
export type PublishedRoute = Schemas['RouteView'];

/** The runs of a document, the newest first. */
export const runsQuery = (document: string) =>
  queryOptions({
    queryKey: ['documents', document, 'runs'],
    queryFn: async ({ signal }) =>
      (await answer(api.GET('/api/documents/{id}/runs', { params: { path: { id: document } }, signal }))).items,
  });

/** One run of a document: where it is, who has it, what it went through. */
export const runQuery = (document: string, id: string) =>
  queryOptions({
    queryKey: ['documents', document, 'runs', id],
    queryFn: ({ signal }) => answer(api.GET('/api/runs/{id}', { params: { path: { id } }, signal })),
  });

/** The published routes. */
export const routesQuery = queryOptions({
  queryKey: ['routes'],
  queryFn: async ({ signal }) => (await answer(api.GET('/api/routes', { signal }))).items,
  staleTime: 5 * 60_000,
});

/** The BPMN of a version of a route, which never changes. */
export const drawingQuery = (route: string, version: number) =>
  queryOptions({
    queryKey: ['drawings', route, version],
    queryFn: async ({ signal }) => {
      const params = { path: { route }, query: { version } };
      const xml: unknown = await answer(api.GET('/api/routes/{route}', { params, parseAs: 'text', signal }));
      return String(xml);
    },
    staleTime: Infinity,
  });
