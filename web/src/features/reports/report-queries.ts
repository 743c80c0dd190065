import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, answer, type Schemas } from '../../api/client.ts';
import type { ReportSearch } from './report-search.ts';

export type ReportTable = Schemas['ReportTable'];
export type ReportRow = Schemas['ReportRow'];
export type Figure = Schemas['Figure'];
export type MeasureView = Schemas['MeasureView'];
export type ReportCondition = Schemas['ReportCondition'];

/** The reports in my menu. */
export const reportsQuery = queryOptions({
  queryKey: ['reports'],
  queryFn: async ({ signal }) => (await answer(api.GET('/api/reports', { signal }))).items,
  staleTime: 5 * 60_000,
});

/** The figures of a report; those before stay while others are worked out. */
export const reportQuery = (report: string, { by, from, to }: ReportSearch) =>
  queryOptions({
    queryKey: ['reports', report, { by, from, to }],
    queryFn: ({ signal }) => {
      const query = {
        ...(by !== undefined && { by }),
        ...(from !== undefined && { from }),
        ...(to !== undefined && { to }),
      };
      return answer(api.GET('/api/reports/{report}', { params: { path: { report }, query }, signal }));
    },
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });

/** The assignments behind a figure. */
export const countedQuery = (report: string, conditions: readonly ReportCondition[]) =>
  queryOptions({
    queryKey: ['reports', report, 'assignments', conditions],
    queryFn: ({ signal }) => {
      const and = conditions.map(({ field, op, value }) => ({ field, op, value }));
      const query = { filter: JSON.stringify({ and }), limit: 200 };
      return answer(api.GET('/api/reports/{report}/assignments', { params: { path: { report }, query }, signal }));
    },
  });
